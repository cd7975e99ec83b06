// The connection to the live hub: comes back by itself, for ever, and says how it stands. Wire: docs/api.md, «Live hub».

import './lib/signalr.min.js';
import { checkSession, endedEvent } from './session.js';

const methods = [
  'Snapshot', 'CallUpdated', 'CallEnded', 'TranscriptPartial', 'TranscriptFinal', 'AlarmRaised', 'AlarmUpdated', 'Levels', 'Tension', 'TensionWithdrawn',
];
const longestWaitMs = 15000;

// 1 s, 2 s, 4 s… up to 15 s, and up to a half more at random so that all screens of a room do not come back at once.
const waitMs = attempt => Math.min(longestWaitMs, 1000 * 2 ** Math.min(attempt, 5)) * (1 + Math.random() / 2);

// handlers: { Snapshot(argument), … }, those that are not given are ignored. onState: 'connecting' | 'connected' | 'lost'.
export const connect = (handlers, onState) => {
  const { HubConnectionBuilder, HubConnectionState, LogLevel } = globalThis.signalR;
  const connection = new HubConnectionBuilder()
    .withUrl(new URL('hubs/live', document.baseURI).href)
    .withAutomaticReconnect({
      nextRetryDelayInMilliseconds: context => {
        if (context.previousRetryCount > 0) {
          checkSession();
        }
        return waitMs(context.previousRetryCount);
      },
    })
    .configureLogging(LogLevel.Critical)
    .build();
  let stopped = false;
  let timer = 0;
  for (const method of methods) {
    connection.on(method, handlers[method] ?? (() => {}));
  }
  const start = async attempt => {
    if (stopped || connection.state !== HubConnectionState.Disconnected) {
      return;
    }
    try {
      await connection.start();
      onState('connected');
    } catch {
      onState('lost');
      // The library tells by a text only why it was refused.
      checkSession();
      timer = setTimeout(() => start(attempt + 1), waitMs(attempt));
    }
  };
  connection.onreconnecting(() => onState('lost'));
  connection.onreconnected(() => onState('connected'));
  connection.onclose(() => {
    if (!stopped) {
      onState('lost');
      timer = setTimeout(() => start(0), waitMs(0));
    }
  });
  // The page says that it is no longer live: the feed must not say otherwise until the server finds out too.
  const end = () => connection.stop();
  document.addEventListener(endedEvent, end);
  onState('connecting');
  start(0);
  return () => {
    stopped = true;
    document.removeEventListener(endedEvent, end);
    clearTimeout(timer);
    return connection.stop();
  };
};
