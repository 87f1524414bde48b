import { type Browser, type BrowserContext, expect, type Locator, type Page } from '@playwright/test';
import { complaintsOf } from './complaints.js';
import { registered } from './registered.js';

const VIEWPORT = { width: 1200, height: 800 };

/** Somebody at a browser of their own, who does what people do. */
export class Person {
  private constructor(
    readonly page: Page,
    readonly name: string,
    /** What the console complained of so far. */
    readonly complaints: string[],
  ) {}

  static async at(browser: Browser, url: string, name: string): Promise<Person> {
    return Person.in(await browser.newContext({ viewport: VIEWPORT }), url, name);
  }

  /** Registered without the form, for tests of what comes after it. */
  static async signedIn(browser: Browser, url: string, name: string): Promise<Person> {
    const storageState = await registered(url, name);
    const person = await Person.in(await browser.newContext({ viewport: VIEWPORT, storageState }), url, name);
    await expect(person.connection).toContainText('Connected');
    return person;
  }

  /** At a browser that a test has prepared. */
  static async in(context: BrowserContext, url: string, name: string): Promise<Person> {
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    await page.goto(url);
    return new Person(page, name, complaints);
  }

  async register(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Register' }).click();
    await this.page.getByLabel('Name', { exact: true }).fill(this.name);
    await this.page.getByLabel('Password', { exact: true }).fill(`a password of ${this.name}`);
    await this.page.getByRole('button', { name: 'Create account' }).click();
    await expect(this.connection).toContainText('Connected');
  }

  /** @param connection what the page says of it then */
  async logIn(connection = 'Connected'): Promise<void> {
    await this.page.getByRole('tab', { name: 'Log in' }).click();
    await this.page.getByLabel('Name', { exact: true }).fill(this.name);
    await this.page.getByLabel('Password', { exact: true }).fill(`a password of ${this.name}`);
    await this.page.getByRole('button', { name: 'Log in' }).click();
    await expect(this.connection).toContainText(connection);
  }

  async enterAsGuest(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Guest' }).click();
    await this.page.getByLabel('Name', { exact: true }).fill(this.name);
    await this.page.getByRole('button', { name: 'Come in' }).click();
    await expect(this.connection).toContainText('Connected');
  }

  /** Ends this browser's session as another device would: its page is not told by itself. */
  async endSession(): Promise<void> {
    const { origin } = new URL(this.page.url());
    const renewed = await this.page.request.post(`${origin}/api/auth/refresh`, {
      data: {},
      headers: { origin },
    });
    const { accessToken } = await renewed.json();
    const headers = { authorization: `Bearer ${accessToken}` };
    await this.page.request.post(`${origin}/api/auth/logout`, { headers, data: {} });
  }

  async open(room: string): Promise<void> {
    await this.room(room).click();
    await expect(this.page.getByRole('heading', { level: 1, name: room })).toBeVisible();
  }

  async createRoom(name: string, kind: 'public' | 'private' = 'public'): Promise<void> {
    await this.page.getByRole('button', { name: 'New room' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'New room' });
    await dialog.getByLabel('Name').fill(name);
    if (kind === 'private') await dialog.getByRole('radio', { name: 'Private' }).check();
    await dialog.getByRole('button', { name: 'Create room' }).click();
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible();
  }

  async findRoom(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Find a room' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Find a room' });
    await dialog.getByRole('searchbox').fill(name);
    await dialog.getByRole('button', { name }).click();
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible();
  }

  async writeTo(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New message' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'New message' });
    await dialog.getByRole('searchbox').fill(name);
    await dialog.getByRole('button', { name }).click();
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible();
  }

  async invite(name: string): Promise<void> {
    await this.fromRoomMenu('Add people');
    const dialog = this.page.getByRole('dialog', { name: /^Add to/ });
    await dialog.getByRole('searchbox').fill(name);
    await dialog.getByRole('button', { name }).click();
    await this.page.keyboard.press('Escape');
  }

  async leaveRoom(): Promise<void> {
    await this.fromRoomMenu('Leave room');
    await this.page.getByRole('dialog').getByRole('button', { name: 'Leave room' }).click();
  }

  /** Takes somebody out of the open room. */
  async remove(name: string): Promise<void> {
    await this.here.getByRole('button', { name }).click();
    await this.page.getByRole('menuitem', { name: /^Remove from/ }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  }

  /** Lets everybody in the open room see who comes and goes. */
  async showWhoComesAndGoes(): Promise<void> {
    await this.fromRoomMenu('Room settings');
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: /^Show who comes and goes/ }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toHaveCount(0);
  }

  /** By Ctrl and K: some letters, and Enter. */
  async switchTo(letters: string): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await expect(this.page.getByRole('dialog', { name: 'Go to' })).toBeVisible();
    await this.page.keyboard.type(letters);
    const first = this.page.getByRole('option', { selected: true });
    await expect(first).toBeVisible();
    // What the server finds comes a moment later.
    await this.page.waitForTimeout(400);
    await this.page.keyboard.press('Enter');
  }

  /** The name of the instance this page is connected to: a click on the connection tells it. */
  async instance(): Promise<string> {
    const button = this.connection.getByRole('button');
    await button.click();
    const name = await this.page.locator('.instance dd').first().innerText();
    await this.page.keyboard.press('Escape');
    return name;
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  private async fromRoomMenu(what: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Room', exact: true }).click();
    await this.page.getByRole('menuitem', { name: new RegExp(`^${what}`) }).click();
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: /^Message to/ });
  }

  get messages(): Locator {
    return this.page.getByRole('log', { name: 'Messages' });
  }

  get connection(): Locator {
    return this.page.getByRole('status', { name: 'Connection' });
  }

  get here(): Locator {
    return this.page.getByRole('complementary', { name: 'Members' });
  }

  room(name: string): Locator {
    return this.page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name });
  }

  /** The texts of all messages, as they stand. */
  texts(): Promise<string[]> {
    return this.messages.locator('.text').allInnerTexts();
  }
}
