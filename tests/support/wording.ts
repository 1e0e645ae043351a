import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(__dirname, '../..');
const HAN = /\p{Script=Han}/u;

/** A Chinese text as a source file holds it; what is filled in later stands as `…`. */
export interface Wording {
  /** `miniapp/src/pages/home/index.tsx:12` */
  where: string;
  text: string;
}

/** A rule of docs/wording.md. */
export interface WordingRule {
  /** What is wrong, as the failed test says it. */
  says: string;
  wrong: RegExp;
  /** Texts that may be so all the same. */
  except?: RegExp;
}

/** Words of programs and offices, and what is said instead. */
const INSTEAD: Record<string, string> = {
  点击: '点',
  '用户(?!名)': '您、居民',
  '操作(?!系统)': '说出做的事',
  '系统(?:异常|错误|繁忙|出错)': '我们这边出了点问题',
  '网络异常|请求': '网络好像断了',
  '非法|无效': '不对、不能用了',
  失败: '没有成功',
  '缓存|参数|接口|服务器|字段|客户端|令牌': '（不说）',
  数据: '资料、内容',
  加载: '打开、看更多',
  是否: '要……吗',
  '如需|若|逾期|予以|尚未|暂无': '想、如果、过了、给、还没',
  '进行(?!中)': '（直接说动词）',
  '登陆|帐号': '登录、账号',
  '你(?!们)': '您',
  勾选: '打勾',
  '拨打|前往|返回首页': '打、去、回首页',
  '抱歉|对不起|亲爱': '（不用，直接说怎么办）',
};

const everywhere: readonly WordingRule[] = [
  {
    says: '中文旁边用中文标点',
    wrong:
      /\p{Script=Han}[,;:!?]|[,;!?]\p{Script=Han}|\(\p{Script=Han}|\p{Script=Han}\)|\.{3}|\p{Script=Han}"|"\p{Script=Han}/u,
    // A sample of a table as a spreadsheet program writes it.
    except: /^\d{4}-\d\d-\d\d,|\{\{/,
  },
  { says: '不写“登陆”“帐号”“你”', wrong: /登陆|帐号|你(?!们)/ },
];

/** What residents read. */
export const residentRules: readonly WordingRule[] = [
  ...everywhere,
  ...Object.entries(INSTEAD).map(([word, instead]) => ({
    says: `不写“${word}”，改成：${instead}`,
    wrong: new RegExp(word),
  })),
  {
    says: '不写外文字母',
    // What stands on the person's own papers, on a device, or is the letter of an answer.
    wrong: /[A-Za-z]+/,
    except: /^[^A-Za-z]*(?:(?:BMI|X|A|B|C|D)(?![A-Za-z])[^A-Za-z]*)+$/,
  },
  {
    says: '日期写成 6月4日 周四',
    wrong: /\d{4}[-/]\d{1,2}(?:[-/]\d{1,2})?/,
    // The one field that is typed as the register writes it.
    except: /^像这样写：1950-04-08$/,
  },
];

/** What staff read: they know the words of their trade and of their files. */
export const staffRules: readonly WordingRule[] = everywhere;

/** The rules that a text breaks, in words. */
export const faultsOfText = (text: string, rules: readonly WordingRule[]): string[] =>
  rules.filter(({ wrong, except }) => wrong.test(text) && !except?.test(text)).map(({ says }) => says);

/** An error text says what to do next. */
export const hasAdvice = (detail: string): boolean => /请|可以/.test(detail);

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isJsxText(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
}

/** Every Chinese text of one source file; comments are none. */
export function wordingsOf(file: string, source: string): Wording[] {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, kind);
  const found: Wording[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOf(node)?.replace(/\s+/g, ' ').trim();
    if (text && HAN.test(text)) {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
      found.push({ where: `${file}:${line + 1}`, text });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** Every Chinese text below a folder of the repository, or of one file. */
export function readWordings(place: string): Wording[] {
  const files = /\.tsx?$/.test(place)
    ? [place]
    : readdirSync(path.join(root, place), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name))
        .map((name) => path.join(place, name));
  return files.flatMap((file) => wordingsOf(file, readFileSync(path.join(root, file), 'utf8')));
}
