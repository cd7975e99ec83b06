// Copies what an element shows. Browsers give the clipboard to pages over https (or on 127.0.0.1) only: elsewhere the text is selected and
// copied the old way, and stays selected where even that is refused. True when it was copied.
export const copy = async element => {
  try {
    await navigator.clipboard.writeText(element.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(element);
    return document.execCommand('copy');
  }
};
