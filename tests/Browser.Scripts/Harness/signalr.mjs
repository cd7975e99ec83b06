// Stand-in of @microsoft/signalr: a connection that does what the test says. Like the library, it leaves globalThis.signalR.

export const HubConnectionState = { Disconnected: 'Disconnected', Connected: 'Connected' };

export class Connection {
  static last = null;
  // How many of the next starts fail.
  static failures = 0;

  state = HubConnectionState.Disconnected;
  starts = 0;
  handlers = new Map();

  constructor(url, retry) {
    this.url = url;
    this.retry = retry;
    Connection.last = this;
  }

  on(method, handler) { this.handlers.set(method, handler); }
  onreconnecting(handler) { this.reconnecting = handler; }
  onreconnected(handler) { this.reconnected = handler; }
  onclose(handler) { this.closed = handler; }

  async start() {
    this.starts++;
    if (Connection.failures > 0) {
      Connection.failures--;
      throw new Error('not there');
    }
    this.state = HubConnectionState.Connected;
  }

  async stop() {
    this.state = HubConnectionState.Disconnected;
    this.closed();
  }

  // What the server sends.
  send(method, argument) { this.handlers.get(method)(argument); }

  // The server went away and the library gave up.
  drop() {
    this.state = HubConnectionState.Disconnected;
    this.closed();
  }
}

class HubConnectionBuilder {
  withUrl(url) { this.url = url; return this; }
  withAutomaticReconnect(retry) { this.retry = retry; return this; }
  configureLogging() { return this; }
  build() { return new Connection(this.url, this.retry); }
}

globalThis.signalR = { HubConnectionBuilder, HubConnectionState, LogLevel: { Critical: 5 } };
