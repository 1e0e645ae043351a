import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { ColumnsDialog } from './columns-dialog';
import { FiltersDialog } from './filters-dialog';
import './list-bar.css';
import { isSameFilter, keptFilter, searchOf, useListMemory, type ListFilter } from './list-memory';

interface ListBarProps {
  /** Name of the list in this machine's memory: the address of its page in the menu. */
  list: string;
  /** What may narrow it: names of the address that hold states, kinds and days; nothing that names a person. */
  filters: readonly string[];
  /** Titles of the columns that may be left out. */
  columns: readonly string[];
}

/** A list with fewer filters needs no names for them. */
const MIN_FILTERS = 2;

/** The filter in the address, which is remembered for the next time, and how to put another one there. */
function useRememberedFilter(list: string, filters: readonly string[]) {
  const [search, setSearch] = useSearchParams();
  const [memory, remember] = useListMemory(list);
  const now = keptFilter(search, filters);
  const isRemembered = isSameFilter(now, memory.last);
  useEffect(() => {
    if (!isRemembered) remember({ last: now });
  });
  const show = (filter: ListFilter): void => setSearch(searchOf(filter), { replace: true });
  return { now, memory, remember, show };
}

/** What somebody has set up for themselves at a list: filters with a name, and the columns. */
export function ListBar({ list, filters, columns }: ListBarProps) {
  const { now, memory, remember, show } = useRememberedFilter(list, filters);
  const [open, setOpen] = useState<'filters' | 'columns' | null>(null);
  const close = (): void => setOpen(null);
  const hidden = memory.hidden.filter((title) => columns.includes(title));
  return (
    <div className="list-bar screen-only">
      {memory.saved.map(({ name, filter }) => {
        const isShown = isSameFilter(filter, now);
        return (
          <Button
            key={name}
            size="small"
            aria-pressed={isShown}
            {...(isShown ? { color: 'primary', variant: 'outlined' } : {})}
            onClick={() => show(filter)}
          >
            {name}
          </Button>
        );
      })}
      <span className="list-bar-space" />
      {Object.keys(now).length > 0 && (
        <Button type="link" size="small" onClick={() => show({})}>
          恢复默认筛选
        </Button>
      )}
      {filters.length >= MIN_FILTERS && (
        <Button type="link" size="small" onClick={() => setOpen('filters')}>
          常用筛选
        </Button>
      )}
      {columns.length > 0 && (
        <Button type="link" size="small" onClick={() => setOpen('columns')}>
          选择列{hidden.length > 0 && `（${hidden.length}列没显示）`}
        </Button>
      )}
      <FiltersDialog
        open={open === 'filters'}
        saved={memory.saved}
        now={now}
        onChange={(saved) => remember({ saved })}
        onClose={close}
      />
      <ColumnsDialog
        open={open === 'columns'}
        titles={columns}
        hidden={hidden}
        onChange={(titles) => remember({ hidden: titles })}
        onClose={close}
      />
    </div>
  );
}
