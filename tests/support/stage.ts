import { connectDatabase } from '@linkang/server/platform/database';
import mongoose, { type Connection } from 'mongoose';
import type { Browser, Page } from 'playwright-core';
import { complaintsOf, openBrowser, openDesk, openPhone } from './browser';
import { startDemoServer, type DemoServer } from './demo-server';
import { makeStory } from './pages';

/** What somebody of a story holds in the hand. */
type Device = 'phone' | 'desk';

/** Where a story plays: a demo of its own, a browser, and a page for everybody in it. */
export interface Stage<Who extends string> {
  url: string;
  server: DemoServer;
  browser: Browser;
  database: Connection;
  pages: Record<Who, Page>;
}

/**
 * Sets a stage up before the tests of a file and takes it down after them.
 * @param cast who is in it, by name, and with what
 * @returns the stage, which is there from the first test on, and how its steps are told
 */
export function setStage<Who extends string>(cast: Readonly<Record<Who, Device>>) {
  const stage = {} as Stage<Who>;
  const open = { phone: openPhone, desk: openDesk };
  beforeAll(async () => {
    stage.server = await startDemoServer();
    stage.url = stage.server.url;
    stage.database = await connectDatabase(stage.server.databaseUri);
    stage.browser = await openBrowser();
    const pages: [string, Page][] = [];
    for (const [who, device] of Object.entries<Device>(cast))
      pages.push([who, await open[device](stage.browser, stage.url)]);
    stage.pages = Object.fromEntries(pages) as Record<Who, Page>;
  });
  afterAll(async () => {
    await stage.browser?.close();
    await mongoose.disconnect();
    await stage.server?.stop();
  });
  const story = makeStory(() => stage.pages ?? {});
  return {
    stage,
    /** A step that builds on those before it. */
    step: (name: string, run: (pages: Record<Who, Page>) => Promise<void>): void => story(name, () => run(stage.pages)),
    /** What every page of the story complained of, for the last test. */
    complaints: (): string[] => Object.values<Page>(stage.pages).flatMap(complaintsOf),
  };
}
