import type { QuizRoutes } from '@linkang/shared/api/quiz.routes';
import type { Reply } from '@linkang/shared/api/route';
import { sheetFaultTexts, type ImportCell } from '@linkang/shared/domain/import-sheet';
import {
  MAX_QUIZ_SHEET_BYTES,
  questionKey,
  QUIZ_SHEET_MAX_ROWS,
  quizColumns,
  readQuestionRow,
  type QuizColumn,
  type WrittenQuestion,
} from '@linkang/shared/domain/quiz-rules';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import { checkLater } from '../../platform/content-check';
import { fieldFault } from '../../platform/http/problems';
import { asSignedIn, type RequestInfo } from '../../platform/module';
import { kindOf, readSheet, SheetError } from '../import';
import { insertNew } from './question.model';
import { newQuestion } from './question.service';

type Heading = Readonly<Record<QuizColumn, number>>;

interface Sheet {
  questions: WrittenQuestion[];
  faults: { line: number; says: string }[];
}

const columns = Object.entries(quizColumns) as [QuizColumn, string][];

const refuse = (code: string, message: string): AppError =>
  new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.file', code, message)], detail: message });

/** Finds the columns by their headings. @throws VALIDATION_FAILED */
function readHeading(cells: readonly ImportCell[]): Heading {
  const titles = cells.map(({ text }) => text.normalize('NFKC').replace(/[\s*]/g, ''));
  const missing = columns.filter(([, title]) => titles.indexOf(title) === -1);
  if (missing.length > 0)
    throw refuse('HEADING', `第一行缺少这些列：${missing.map(([, title]) => title).join('、')}。请用模板填写。`);
  return Object.fromEntries(columns.map(([column, title]) => [column, titles.indexOf(title)])) as Record<
    QuizColumn,
    number
  >;
}

const textsOf = (heading: Heading, cells: readonly ImportCell[]): Record<QuizColumn, string> =>
  Object.fromEntries(columns.map(([column]) => [column, cells[heading[column]]?.text ?? ''])) as Record<
    QuizColumn,
    string
  >;

async function readRows(bytes: Buffer): Promise<Sheet> {
  let heading: Heading | undefined;
  const sheet: Sheet = { questions: [], faults: [] };
  const seen = new Set<string>();
  for await (const { line, cells } of readSheet(kindOf(bytes), bytes)) {
    if (!heading) {
      heading = readHeading(cells);
      continue;
    }
    if (sheet.questions.length + sheet.faults.length === QUIZ_SHEET_MAX_ROWS)
      throw refuse('TOO_MANY', `一次最多导入${QUIZ_SHEET_MAX_ROWS}道题，请分成几个文件。`);
    const read = readQuestionRow(textsOf(heading, cells));
    if ('faults' in read) sheet.faults.push({ line, says: `${read.faults.join('；')}。` });
    else if (seen.has(questionKey(read.text))) sheet.faults.push({ line, says: '这道题在表里写了两遍。' });
    else {
      seen.add(questionKey(read.text));
      sheet.questions.push(read);
    }
  }
  if (sheet.questions.length + sheet.faults.length === 0) throw refuse('EMPTY', '表格里还没有题，请填好再上传。');
  return sheet;
}

async function readFile(file: string): Promise<Sheet> {
  const bytes = Buffer.from(file, 'base64');
  if (bytes.length > MAX_QUIZ_SHEET_BYTES) throw refuse('TOO_LARGE', '文件太大，请分成几个文件。');
  try {
    return await readRows(bytes);
  } catch (error) {
    if (error instanceof SheetError) throw refuse(error.fault, sheetFaultTexts[error.fault]);
    throw error;
  }
}

/**
 * Takes over the questions of a sheet, which wait for a doctor; what stands in the bank stays, so that it may be sent
 * again.
 * @throws VALIDATION_FAILED for what is no such table
 */
export async function importQuestions(
  file: string,
  { actor, now }: RequestInfo,
): Promise<Reply<QuizRoutes['importQuestions']>> {
  const { questions, faults } = await readFile(file);
  const writtenBy = asSignedIn(actor).accountId;
  const added = await insertNew(
    questions.map((question) => ({
      ...newQuestion(question, { _id: new mongoose.Types.ObjectId().toHexString(), writtenAt: now, writtenBy }),
      // Nobody waits for WeChat to read hundreds of questions; a doctor reads each before anybody is asked.
      check: checkLater(now),
    })),
  );
  return { added, known: questions.length - added, faults };
}
