import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigError, loadConfig } from '../../server/src/platform/config';

const committed = resolve(__dirname, '../../config');

type Json = Record<string, unknown>;

describe('configuration of a centre', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'linkang-config-'));
    cpSync(committed, dir, { recursive: true });
  });

  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const edit = (file: string, change: (value: never) => void): void => {
    const path = join(dir, file);
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    change(value as never);
    writeFileSync(path, JSON.stringify(value));
  };

  const faultsOf = (): readonly string[] => {
    try {
      loadConfig(dir);
    } catch (error) {
      if (error instanceof ConfigError) return error.faults;
      throw error;
    }
    return [];
  };

  test('the committed files load', () => {
    const config = loadConfig(committed);
    expect(config.services.map((service) => service.code)).toEqual([
      'gp',
      'tcm',
      'expert',
      'physical',
      'senior-physical',
      'vaccination',
      'child',
    ]);
    expect(config.services.find((service) => service.code === 'senior-physical')).toMatchObject({
      minAge: 65,
      ageBasis: 'calendarYear',
      oncePerYear: true,
      cancelDayBeforeTime: '17:00',
    });
    const basic = config.contract.packages.find((row) => row.code === 'BASIC');
    expect(basic).toMatchObject({ priceFen: 0, enabled: true, forGroups: ['ALL'] });
    expect(basic?.items.length).toBeGreaterThan(0);
    expect(config.contract.agreement.html).toContain('网上留言不是急救，紧急情况请拨打120');
    expect(config.consents.map((consent) => consent.purpose)).toEqual(['service', 'sensitive']);
    for (const text of [config.contract.agreement, ...config.consents]) expect(text.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('every fault of every file is named at once, with file and path', () => {
    edit('centre.json', (centre: Json) => {
      centre['location'] = { latitude: 'north', longitude: 116 };
      centre['fax'] = '1';
    });
    writeFileSync(join(dir, 'booking.json'), '{ "releaseTime": ');
    edit('services.json', (services: Json[]) => {
      Object.assign(services[0] as Json, { name: '', cancelDayBeforeTime: '25:00' });
      Object.assign(services[1] as Json, { code: 'gp', minAge: 60 });
    });
    edit('contract.json', (contract: { packages: Json[] }) => {
      Object.assign(contract.packages[0] as Json, { priceFen: 100, enabled: false });
      Object.assign(contract.packages[1] as Json, { code: 'NO_SUCH' });
    });
    edit('consents.json', (consents: Json[]) => void consents.pop());
    edit('holidays.json', (holidays: { years: Record<string, { closedDays: Json[] }> }) => {
      Object.assign(holidays.years['2026']?.closedDays[0] as Json, { day: '2026-02-30' });
    });
    const faults = faultsOf();
    const starts = [
      'centre.json: location.latitude: ',
      'centre.json: ',
      'booking.json: 不是有效的 JSON',
      'services.json: [0].name: ',
      'services.json: [0].cancelDayBeforeTime: ',
      'services.json: [0].cancelMinutesBefore: 取消期限要填一种',
      'services.json: [1].ageBasis: ',
      'services.json: 有重复的',
      'contract.json: packages[0].priceFen: ',
      'contract.json: packages[0].enabled: ',
      'contract.json: packages[1].code: ',
      'consents.json: service 和 sensitive',
      'holidays.json: years.2026.closedDays[0].day: ',
    ];
    for (const start of starts) expect(faults).toContainEqual(expect.stringMatching(`^${escapeForPattern(start)}`));
    expect(faults).toHaveLength(starts.length);
  });

  test('a legal text that is missing, has a forbidden element or does not leave the centre open is a fault', () => {
    rmSync(join(dir, 'texts/agreement-2026-1.html'));
    writeFileSync(
      join(dir, 'texts/consent-service-2026-1.html'),
      '<p onclick="x">别的中心{{centreFax}}<script></script>',
    );
    expect(faultsOf()).toEqual([
      'texts/agreement-2026-1.html: 读不到这个文件',
      'texts/consent-service-2026-1.html: <p> 不能带属性',
      expect.stringContaining('texts/consent-service-2026-1.html: 不能使用 <script>'),
      'texts/consent-service-2026-1.html: 不认识 {{centreFax}}',
      'texts/consent-service-2026-1.html: 没有写明中心名称，请写上 {{centreName}}',
      'texts/consent-service-2026-1.html: 没有写明中心电话，请写上 {{centrePhone}}',
    ]);
  });

  test('texts name the centre as centre.json has it, safely', () => {
    edit('centre.json', (centre: Json) => void (centre['name'] = '东湖<b>社区'));
    const { agreement } = loadConfig(dir).contract;
    expect(agreement.html).toContain('东湖&lt;b&gt;社区');
    expect(agreement.html).not.toMatch(/\{\{|邻康/);
  });

  test('a missing folder names each file', () => {
    rmSync(dir, { recursive: true });
    expect(faultsOf()).toHaveLength(12);
  });

  const escapeForPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
});
