import { useState, type ReactNode } from 'react';
import { addDays } from '@linkang/shared/domain/clinic-day';
import { SectionTitle } from '@/components/card';
import { CheckRow, OptionList } from '@/components/choices';
import { DayStrip } from '@/components/day-strip';
import { Fault } from '@/components/fault';
import { PillTabs } from '@/components/pill-tabs';
import { SearchField } from '@/components/search-field';
import { SizeChoice } from '@/components/size-choice';
import { TextField } from '@/components/text-field';
import { serverToday } from '@/stores/centre';

const OPTIONS = [
  { value: 'a', title: '我自己', note: '72岁' },
  { value: 'b', title: '母亲' },
] as const;
const DAY_WORDS = ['余3', '已满', '停诊', '未放号', '无号', '余1', '余12', '已满'];

const Fields = (): ReactNode => {
  const [text, setText] = useState('');
  const [words, setWords] = useState('');
  return (
    <>
      <TextField label="手机号" value={text} onChange={setText} type="number" hint="11位数字" isRequired />
      <TextField label="姓名" value={text} onChange={setText} error="请填写姓名" isRequired />
      <TextField label="验证码" value={text} onChange={setText} isBig maxLength={6} />
      <SearchField
        label="搜索文章"
        placeholder="想看什么"
        maxLength={30}
        value={words}
        onChange={setWords}
        onSearch={() => undefined}
        onClear={() => setWords('')}
      />
      <Fault text="请至少选一项" />
    </>
  );
};

const Choices = (): ReactNode => {
  const [who, setWho] = useState<'a' | 'b'>('a');
  const [isChecked, setChecked] = useState(false);
  const today = serverToday();
  const [day, setDay] = useState(today);
  const days = DAY_WORDS.map((word, index) => ({ day: addDays(today, index), word, isOpen: word.startsWith('余') }));
  return (
    <>
      <OptionList label="谁来" options={OPTIONS} value={who} onChange={setWho} />
      <CheckRow title="我已看过并同意" note="不同意也能看文章" isChecked={isChecked} onChange={setChecked} />
      <PillTabs label="看谁的" items={OPTIONS} value={who} onChange={setWho} />
      <PillTabs label="只看" look="filter" items={OPTIONS} value={who} onChange={setWho} />
      <SizeChoice />
      <DayStrip label="选日期" days={days} value={day} onChange={setDay} />
    </>
  );
};

/** What is filled in or chosen. */
export const FormParts = (): ReactNode => (
  <>
    <SectionTitle>填写和选择</SectionTitle>
    <Fields />
    <Choices />
  </>
);
