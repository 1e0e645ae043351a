import type { Page } from 'playwright-core';
import { visible } from './pages';

/** What staff do on any page of the console. @param at the page, once it is open */
export function consoleOf(at: () => Page) {
  const heading = (name: string): Promise<void> => at().getByRole('heading', { level: 1, name }).waitFor();
  const press = (name: string | RegExp): Promise<void> =>
    visible(at().getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })).click();
  const fill = (label: string, text: string): Promise<void> =>
    visible(at().getByLabel(label, { exact: true })).fill(text);
  return {
    heading,
    press,
    fill,
    async signIn(url: string, username: string, password: string): Promise<void> {
      await at().goto(`${url}/console`);
      await fill('用户名', username);
      await fill('密码', password);
      await press('登录');
    },
    async signOut(): Promise<void> {
      await press('退出登录');
      await at().getByLabel('用户名').waitFor();
    },
    async chooseOwnPassword(current: string, next: string): Promise<void> {
      await heading('请先设置自己的密码');
      await fill('现在的密码', current);
      await fill('新密码', next);
      await fill('再输入一次新密码', next);
      await press('确认修改');
    },
  };
}
