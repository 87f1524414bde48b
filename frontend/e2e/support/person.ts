import { type Browser, expect, type Locator, type Page } from '@playwright/test';
import { complaintsOf } from './complaints.js';

/** Somebody at a browser of their own, who does what people do. */
export class Person {
  private constructor(
    readonly page: Page,
    readonly name: string,
    /** What the console complained of so far. */
    readonly complaints: string[],
  ) {}

  static async at(browser: Browser, url: string, name: string): Promise<Person> {
    const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    await page.goto(url);
    return new Person(page, name, complaints);
  }

  async register(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Register' }).click();
    await this.page.getByLabel('Name').fill(this.name);
    await this.page.getByLabel('Password').fill(`a password of ${this.name}`);
    await this.page.getByRole('button', { name: 'Create account' }).click();
    await expect(this.connection).toContainText('Connected');
  }

  async open(room: string): Promise<void> {
    await this.room(room).click();
    await expect(this.page.getByRole('heading', { level: 1, name: room })).toBeVisible();
  }

  async createRoom(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New room' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'New room' });
    await dialog.getByLabel('Name').fill(name);
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

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  async close(): Promise<void> {
    await this.page.context().close();
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
    return this.page.getByRole('complementary', { name: 'Who is here' });
  }

  room(name: string): Locator {
    return this.page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name });
  }

  /** The texts of all messages, as they stand. */
  texts(): Promise<string[]> {
    return this.messages.locator('.text').allInnerTexts();
  }
}
