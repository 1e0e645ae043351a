import { Text } from '@tarojs/components';
import type { ReactNode } from 'react';

interface Piece {
  text: string;
  isHit: boolean;
}

const escape = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A text in pieces, those that were looked for by themselves; hits that touch are one. */
export function piecesOf(text: string, words: readonly string[]): Piece[] {
  // The longest first, so that a part of a word does not take the place of the whole.
  const sorted = words.filter((word) => word !== '').sort((one, other) => other.length - one.length);
  if (sorted.length === 0) return [{ text, isHit: false }];
  const hits = new RegExp(`((?:${sorted.map(escape).join('|')})+)`, 'giu');
  return text
    .split(hits)
    .map((piece, index) => ({ text: piece, isHit: index % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}

/** A text with what was looked for marked. */
export const Marked = ({ text, words }: { text: string; words: readonly string[] }): ReactNode =>
  piecesOf(text, words).map((piece, index) =>
    piece.isHit ? (
      <Text key={index} className="hit">
        {piece.text}
      </Text>
    ) : (
      piece.text
    ),
  );
