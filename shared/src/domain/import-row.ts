import { isDay } from './clinic-day';
import { idNumberFaultText, parseIdNumber } from './id-number';
import { importColumns, type ImportCell, type ImportColumn, type RowFault } from './import-sheet';
import { ADDRESS_MAX, cleanPhone, NAME_MAX, namePattern, phonePattern } from './person-fields';

/** An illness of a sheet; what the form does not list stands in `detail`. */
export interface ImportedIllness {
  disease: string;
  detail?: string;
  year?: number;
}

/** What a sheet says of the record; of an empty cell nothing. */
export interface ImportedRecord {
  recordNo?: string;
  openedDay?: string;
  bloodType?: string;
  drugs?: string[];
  /** Drugs that the form does not list. */
  otherDrugs?: string;
  illnesses?: ImportedIllness[];
  tags?: string[];
  teamId?: string;
  doctorId?: string;
}

/** One person of a sheet. */
export interface ImportedPerson {
  name: string;
  idNumber: string;
  birthDay: string;
  sex: 'male' | 'female';
  phone?: string;
  communityId?: string;
  address?: string;
  record: ImportedRecord;
}

/** What names in a sheet stand for. */
export interface ImportWords {
  today: string;
  bloodTypes: readonly string[];
  drugs: readonly string[];
  diseases: readonly string[];
  /** Codes by name. */
  tags: ReadonlyMap<string, string>;
  /** Ids by name. */
  communities: ReadonlyMap<string, string>;
  teams: ReadonlyMap<string, string>;
  doctors: ReadonlyMap<string, readonly string[]>;
}

/** A row that was read: a person, or what is wrong. */
export type RowReading = { person: ImportedPerson; faults: [] } | { person?: undefined; faults: RowFault[] };

const RECORD_NO = /^[A-Za-z0-9-]{1,32}$/;
const NONE = '无';
const OTHER = '其他';
const DETAIL_MAX = 60;
const DRUGS_MAX = 100;
const ILLNESSES_MAX = 20;
/** The first day of a spreadsheet's calendar, less the 29 February 1900 that it believes in. */
const SERIAL_EPOCH_MS = Date.UTC(1899, 11, 30);
const SERIAL = /^[1-9]\d{3,4}(\.\d+)?$/;
/** What may only be seen by those who treat it does not go into a part that everybody reads. */
const MENTAL = /精神(分裂|障碍|病|残疾)|双相|分裂情感|偏执性/;
// eslint-disable-next-line no-control-regex -- that is the point of the rule
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;

/** A day as people write it in a sheet, or as the spreadsheet counts it; undefined for anything else. */
export function dayOfCell({ text, kind }: ImportCell): string | undefined {
  if (kind === 'number' && SERIAL.test(text))
    return new Date(SERIAL_EPOCH_MS + Math.floor(Number(text)) * 86_400_000).toISOString().slice(0, 10);
  const [, year = '', month = '', date = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]0{1,2}:00(?::00)?)?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ??
    [];
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(day) ? day : undefined;
}

const words = (text: string): string[] =>
  [...new Set(text.split(/[、，,;；\n]+/).map((word) => word.trim()))].filter(Boolean);

type Sexes = ImportedPerson['sex'];
const sexes: Readonly<Record<string, Sexes>> = { 男: 'male', 男性: 'male', 女: 'female', 女性: 'female' };

/** Reads the cells of one row and gathers what is wrong with them. */
class RowReader {
  readonly faults: RowFault[] = [];

  constructor(
    private readonly cells: Readonly<Partial<Record<ImportColumn, ImportCell>>>,
    private readonly line: number,
    private readonly known: ImportWords,
  ) {}

  read(): RowReading {
    const { record, ...rest } = this.readAll();
    const { idNumber } = rest;
    if (this.faults.length || !rest.name || !idNumber) return { faults: this.faults };
    const { community: communityId, ...person } = rest;
    return {
      person: clean({ ...person, ...idNumber, communityId, record: clean(record) as ImportedRecord }) as ImportedPerson,
      faults: [],
    };
  }

  private readAll() {
    const name = this.name();
    const idNumber = this.idNumber();
    const openedDay = this.openedDay(idNumber?.birthDay);
    return {
      name,
      idNumber,
      phone: this.phone(),
      community: this.lookUp('community', this.known.communities, '没有这个社区，请写中心设置里的名称'),
      address: this.short('address', ADDRESS_MAX),
      record: {
        recordNo: this.matching('recordNo', RECORD_NO, '只能用字母、数字和短横线，最长32个'),
        openedDay,
        bloodType: this.bloodType(),
        ...this.allergies(),
        illnesses: this.illnesses(),
        tags: this.tags(),
        teamId: this.lookUp('team', this.known.teams, '没有这个团队，请写团队的全名'),
        doctorId: this.doctor(),
      },
    };
  }

  /** @returns the text of a cell; undefined where it is empty or no text */
  private text(column: ImportColumn): string | undefined {
    const cell = this.cells[column];
    const text = cell?.text.trim() ?? '';
    if (cell?.kind === 'formula') return this.fault(column, '是公式，请改成文字');
    if (text === '') return undefined;
    if (column !== 'phone' && /^[=@＝＠]/.test(text)) return this.fault(column, '不能以 = 或 @ 开头');
    return CONTROL.test(text) ? this.fault(column, '有看不见的字符，请重新输入') : text;
  }

  private fault(column: ImportColumn, says: string): undefined {
    this.faults.push({ line: this.line, column, says: `${importColumns[column]}：${says}` });
    return undefined;
  }

  private short(column: ImportColumn, max: number): string | undefined {
    const text = this.text(column);
    return text !== undefined && text.length > max ? this.fault(column, `太长，最多${max}个字`) : text;
  }

  private matching(column: ImportColumn, pattern: RegExp, says: string): string | undefined {
    const text = this.text(column);
    return text !== undefined && !pattern.test(text) ? this.fault(column, says) : text;
  }

  private lookUp(column: ImportColumn, known: ReadonlyMap<string, string>, says: string): string | undefined {
    const text = this.text(column);
    return text === undefined ? undefined : (known.get(text) ?? this.fault(column, says));
  }

  private name(): string | undefined {
    const faultsBefore = this.faults.length;
    const name = this.short('name', NAME_MAX);
    if (name === undefined) return this.faults.length > faultsBefore ? undefined : this.fault('name', '没有填');
    return namePattern.test(name) ? name : this.fault('name', '只能是文字和中间点');
  }

  /** The number, and that the sheet says nothing else of birthday and sex. */
  private idNumber() {
    const faultsBefore = this.faults.length;
    const text = this.text('idNumber');
    if (this.faults.length > faultsBefore) return undefined;
    if (this.cells.idNumber?.kind === 'number')
      return this.fault('idNumber', '被表格当成了数字，末尾几位可能已经丢失，请把这一列设成文本再填');
    const parsed = parseIdNumber((text ?? '').replace(/\s/g, ''), this.known.today);
    if (!parsed.ok) return this.fault('idNumber', idNumberFaultText[parsed.reason]);
    const { idNumber, birthDay, sex } = parsed;
    const sexText = this.text('sex');
    if (sexText !== undefined && sexes[sexText] === undefined) this.fault('sex', '请写男或女');
    else if (sexText !== undefined && sexes[sexText] !== sex) this.fault('sex', '和身份证号不一致');
    const birthText = this.text('birthDay');
    if (
      birthText !== undefined &&
      dayOfCell({ text: birthText, kind: this.cells.birthDay?.kind ?? 'text' }) !== birthDay
    )
      this.fault('birthDay', '和身份证号不一致');
    return { idNumber, birthDay, sex };
  }

  private phone(): string | undefined {
    const text = this.text('phone');
    if (text === undefined) return undefined;
    const phone = cleanPhone(text);
    return phonePattern.test(phone) ? phone : this.fault('phone', '不是手机号或带区号的座机号');
  }

  private openedDay(birthDay: string | undefined): string | undefined {
    const text = this.text('openedDay');
    if (text === undefined) return undefined;
    const day = dayOfCell({ text, kind: this.cells.openedDay?.kind ?? 'text' });
    if (day === undefined) return this.fault('openedDay', '请写成 2019-03-01 这样的日期');
    if (day > this.known.today) return this.fault('openedDay', '不能晚于今天');
    return birthDay !== undefined && day < birthDay ? this.fault('openedDay', '不能早于出生日期') : day;
  }

  private bloodType(): string | undefined {
    const text = this.text('bloodType')?.toUpperCase();
    if (text === undefined) return undefined;
    const type = this.known.bloodTypes.find((one) => one === text || one === `${text}型`);
    return type ?? this.fault('bloodType', `请从${this.known.bloodTypes.join('、')}里选`);
  }

  private allergies(): Pick<ImportedRecord, 'drugs' | 'otherDrugs'> {
    const text = this.text('allergies');
    if (text === undefined) return {};
    const named = words(text).map((word) => (word.length > 1 ? word.replace(/过敏$/, '') : word));
    if (named.includes(NONE) && named.length > 1) return this.fault('allergies', '写了“无”就不能再写别的') ?? {};
    const drugs = named.filter((word) => this.known.drugs.includes(word) && word !== OTHER);
    const others = named.filter((word) => !drugs.includes(word) && word !== OTHER).join('、');
    if (named.includes(OTHER) && others === '') return this.fault('allergies', '写了“其他”，请写出药名') ?? {};
    if (others.length > DRUGS_MAX) return this.fault('allergies', `太长，最多${DRUGS_MAX}个字`) ?? {};
    return others === '' ? { drugs } : { drugs: [...drugs, OTHER], otherDrugs: others };
  }

  private illnesses(): ImportedIllness[] | undefined {
    const text = this.text('illnesses');
    if (text === undefined) return undefined;
    if (MENTAL.test(text)) return this.fault('illnesses', '精神障碍不能从表格导入，请在档案里限制查看的部分登记');
    const named = words(text);
    if (named.includes(NONE)) return named.length > 1 ? this.fault('illnesses', '写了“无”就不能再写别的') : [];
    if (named.length > ILLNESSES_MAX) return this.fault('illnesses', `太多，最多${ILLNESSES_MAX}种`);
    const illnesses = named.map((word) => this.illness(word));
    return illnesses.includes(undefined) ? undefined : (illnesses as ImportedIllness[]);
  }

  /** `高血压`, or with the year in brackets. */
  private illness(word: string): ImportedIllness | undefined {
    const [, name = '', yearText] = /^([^()（）]+)(?:[(（](\d{4})年?[)）])?$/.exec(word) ?? [];
    if (name === '') return this.fault('illnesses', '请写成“高血压(2012)、糖尿病”这样');
    const year = yearText === undefined ? undefined : Number(yearText);
    if (year !== undefined && (year < 1900 || year > Number(this.known.today.slice(0, 4))))
      return this.fault('illnesses', '年份不对');
    if (name.length > DETAIL_MAX) return this.fault('illnesses', `太长，每种最多${DETAIL_MAX}个字`);
    const of =
      this.known.diseases.includes(name) && name !== OTHER ? { disease: name } : { disease: OTHER, detail: name };
    return year === undefined ? of : { ...of, year };
  }

  private tags(): string[] | undefined {
    const text = this.text('tags');
    if (text === undefined) return undefined;
    const codes = words(text).map((word) => this.known.tags.get(word));
    return codes.includes(undefined)
      ? this.fault('tags', `请从${[...this.known.tags.keys()].join('、')}里选`)
      : (codes as string[]);
  }

  private doctor(): string | undefined {
    const text = this.text('doctor');
    if (text === undefined) return undefined;
    const [id, second] = this.known.doctors.get(text) ?? [];
    if (id === undefined) return this.fault('doctor', '没有这位医生的账号，请写医生的全名');
    return second === undefined ? id : this.fault('doctor', '有几位同名的医生，请空着，以后在档案里选');
  }
}

const clean = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** Reads one row of a sheet: the person, or everything that is wrong with it. */
export const readImportRow = (
  cells: Readonly<Partial<Record<ImportColumn, ImportCell>>>,
  line: number,
  known: ImportWords,
): RowReading => new RowReader(cells, line, known).read();
