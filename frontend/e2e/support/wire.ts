import type { BrowserContext } from '@playwright/test';

/** Cuts the live connection of a browser, while pages still load and REST still answers. */
export class Wire {
  private isCut = false;

  private constructor(private readonly context: BrowserContext) {}

  static async of(context: BrowserContext): Promise<Wire> {
    const wire = new Wire(context);
    await context.routeWebSocket(/\/socket\.io\//, (socket) => {
      if (wire.isCut) void socket.close();
      else socket.connectToServer();
    });
    await context.route(/\/socket\.io\//, (route) => (wire.isCut ? route.abort() : route.continue()));
    return wire;
  }

  async cut(): Promise<void> {
    this.isCut = true;
    // What is connected already breaks with the network.
    await this.context.setOffline(true);
    await this.context.setOffline(false);
  }

  mend(): void {
    this.isCut = false;
  }
}
