import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import { sayDay } from '@linkang/shared/domain/clinic-day';
import { open, routes } from '@/routes';
import { LinkCard } from './card';
import { Tag } from './tag';
import { lectureWord, sayTimes } from './words';

/** A lecture in a list. */
export const LectureCard = ({ lecture }: { lecture: Lecture }): ReactNode => {
  const { tone, word } = lectureWord(lecture);
  return (
    <LinkCard
      label={`${lecture.title}，${sayDay(lecture.day)}，${sayTimes(lecture)}，${lecture.speaker}，${word}`}
      onPress={() => open(routes.lecture(lecture.id))}
    >
      <View className="item-title">{lecture.title}</View>
      <View>{`${sayDay(lecture.day)} ${sayTimes(lecture)}`}</View>
      <View className="note">{`${lecture.speaker} · ${lecture.place}`}</View>
      <Tag tone={tone}>{word}</Tag>
    </LinkCard>
  );
};
