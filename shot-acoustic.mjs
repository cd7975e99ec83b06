import {chromium} from 'playwright-core'; import fs from 'fs';
const base=process.argv[2], dir=process.argv[3], out=process.argv[4];
const acc=JSON.parse(fs.readFileSync(dir+'/first-run.json')).administrator;
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync']});
for (const scheme of ['light','dark']) {
const c=await b.newContext({locale:'fr-FR',colorScheme:scheme,viewport:{width:1440,height:900}}); const p=await c.newPage();
p.on('console',m=>{ if(m.type()!='info'&&m.type()!='log') console.log('C',m.text())}); p.on('pageerror',e=>console.log('E',e.message));
await p.goto(base+'/login'); await p.fill('#userName',acc.userName); await p.fill('#password',acc.password); await p.keyboard.press('Enter'); await p.waitForTimeout(9000);
console.log(p.url(), await p.title());
await p.screenshot({path:`${out}-${scheme}-1440.png`}); await p.setViewportSize({width:390,height:844}); await p.waitForTimeout(800); await p.screenshot({path:`${out}-${scheme}-390.png`}); await c.close(); }
await b.close();
