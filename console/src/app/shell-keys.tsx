import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { KeyHelp } from './key-help';
import { isField, useGoKeys, useKeys } from './keys';
import { goKeysFor, useLeftPaths } from './menu';
import { findSearch, moveRow, openRow } from './rows';

function toSearch(): boolean {
  const field = findSearch();
  field?.focus();
  return field !== undefined;
}

/** An open list of choices closes first, by itself. */
function leave(): boolean {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active.getAttribute('aria-expanded') === 'true') return false;
  if (!isField(active) && !active.closest('main tr, main li')) return false;
  active.blur();
  return true;
}

/** The keys of every page, and the sheet that tells of them. @returns opens the sheet, and the sheet itself */
export function useShellKeys(roles: readonly string[]) {
  const navigate = useNavigate();
  const pathOf = useLeftPaths();
  const [isOpen, setOpen] = useState(false);
  const openHelp = (): void => setOpen(true);
  useKeys({
    help: openHelp,
    search: toSearch,
    leave,
    down: (event) => moveRow(event, 1),
    up: (event) => moveRow(event, -1),
    open: openRow,
  });
  const letters = Object.fromEntries(goKeysFor(roles).map(({ letter, path }) => [letter, path]));
  useGoKeys(letters, (path) => void navigate(pathOf(path)));
  return { openHelp, help: <KeyHelp open={isOpen} roles={roles} onClose={() => setOpen(false)} /> };
}
