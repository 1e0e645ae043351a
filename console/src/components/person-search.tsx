import type { FoundResident } from '@linkang/shared/api/resident.routes';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { errorText } from '../api/api-error';
import { residentApi } from '../api/clients';
import { ChoiceList } from './choice-list';
import { sexNames } from './words';

interface PersonSearchProps {
  /** A new search begins: the last person leaves the screen. */
  onSearch: () => void;
  onOpen: (residentId: string) => void;
  /** Nobody is known by what was typed. */
  onMissing: (typed: string) => void;
}

const personText = (person: FoundResident): string =>
  `${sexNames[person.sex]} ${person.age}岁 · 证件 ${person.idNumberMasked} · 电话 ${person.phoneMasked ?? '未留'}`;

/** One field for everything; it looks only on Enter, since everybody who is shown goes into the log. */
export function PersonSearch({ onSearch, onOpen, onMissing }: PersonSearchProps) {
  const [typed, setTyped] = useState('');
  const search = useMutation({
    mutationFn: (query: string) => residentApi.search({ query: { query } }),
    onSuccess: ({ items }, query) => {
      const [only, second] = items;
      if (!only) onMissing(query);
      else if (!second) onOpen(only.id);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const query = typed.trim();
    if (query === '') return;
    onSearch();
    search.mutate(query);
  };
  const open = (person: FoundResident): void => {
    search.reset();
    onOpen(person.id);
  };
  const found = search.data && search.data.items.length > 1 ? search.data : null;
  return (
    <>
      <form role="search" className="desk-search" onSubmit={submit}>
        <label htmlFor="desk-query">身份证号、手机号或姓名</label>
        <Input
          id="desk-query"
          data-page-search
          size="large"
          autoFocus
          autoComplete="off"
          maxLength={64}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onFocus={(event) => event.target.select()}
        />
        <Button type="primary" size="large" htmlType="submit" loading={search.isPending}>
          查找
        </Button>
      </form>
      {search.error && <Alert type="error" showIcon title={errorText(search.error)} />}
      {found && (
        <>
          <p role="status">
            {found.more ? '符合的人太多，只列出前20位，请把姓名写全。' : `找到 ${found.items.length} 位，请核对证件。`}
          </p>
          <ChoiceList label="查找结果" items={found.items} keyOf={(person) => person.id} onChoose={open}>
            {(person) => (
              <>
                <strong>{person.name}</strong>
                <span>{personText(person)}</span>
              </>
            )}
          </ChoiceList>
        </>
      )}
    </>
  );
}
