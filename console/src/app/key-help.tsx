import { Modal } from 'antd';
import './key-help.css';
import { keyTable, validKeys, type KeyName } from './keys';
import { goKeysFor } from './menu';
import { findSearch, hasRows } from './rows';

type Line = readonly [shown: string, words: string];

interface KeyHelpProps {
  open: boolean;
  roles: readonly string[];
  onClose: () => void;
}

const linesOf = (group: (typeof keyTable)[KeyName]['group'], names: readonly KeyName[]): Line[] =>
  names.map((name) => keyTable[name]).flatMap((row) => (row.group === group ? [[row.shown, row.words] as const] : []));

function Keys({ title, lines }: { title: string; lines: readonly Line[] }) {
  if (lines.length === 0) return null;
  return (
    <section className="key-group" aria-label={title}>
      <h3>{title}</h3>
      <dl>
        {lines.map(([shown, words]) => (
          <div key={shown}>
            <dt>
              <kbd>{shown}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Sheet({ roles }: { roles: readonly string[] }) {
  const names = validKeys().filter((name) => name !== 'search' || findSearch());
  return (
    <div className="key-help">
      <Keys title="这一页" lines={linesOf('page', names)} />
      {hasRows() && <Keys title="列表" lines={linesOf('list', names)} />}
      <Keys title="哪里都能用" lines={linesOf('everywhere', names)} />
      <Keys
        title="去别的页面：先按 g，再按一个字母"
        lines={goKeysFor(roles).map(({ letter, name }) => [`g ${letter}`, name] as const)}
      />
    </div>
  );
}

/** The sheet of the keys that are valid on the page now. */
export function KeyHelp({ open, roles, onClose }: KeyHelpProps) {
  return (
    <Modal open={open} title="能用的键" footer={null} width={720} onCancel={onClose} destroyOnHidden>
      <p className="soft">正在输入文字时，字母键只打字。先按 Esc 离开输入框。</p>
      <Sheet roles={roles} />
    </Modal>
  );
}
