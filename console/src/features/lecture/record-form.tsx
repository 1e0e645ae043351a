import {
  recordFieldsOf,
  RECORD_COUNT_MAX,
  RECORD_WORDS_MAX,
  type RecordField,
} from '@linkang/shared/domain/activity-record';
import type { ActivityKindCode } from '@linkang/shared/domain/activity-kinds';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { articleApi } from '../../api/clients';
import { PhotoList } from './photo-list';
import type { ActivityRecord, RecordState } from './use-record';

const fullWidth = { width: '100%' };

interface PartProps {
  state: RecordState;
}

function KindField({ field, state: { content, change } }: PartProps & { field: RecordField }) {
  const { code, name, type } = field;
  const value = content.values[code];
  const set = (next: string | number | null): void => {
    const { [code]: _, ...others } = content.values;
    change({ values: next === null || next === '' ? others : { ...others, [code]: next } });
  };
  return (
    <label className="record-field">
      <span>{name}</span>
      {type === 'words' ? (
        <Input maxLength={RECORD_WORDS_MAX} value={value ?? ''} onChange={(event) => set(event.target.value)} />
      ) : (
        <InputNumber
          style={fullWidth}
          min={0}
          max={type === 'score' ? 100 : RECORD_COUNT_MAX}
          precision={type === 'score' ? 1 : 0}
          value={typeof value === 'number' ? value : null}
          onChange={set}
        />
      )}
    </label>
  );
}

function KindFields({ kind, state }: PartProps & { kind: ActivityKindCode }) {
  const fields = recordFieldsOf(kind);
  if (fields.length === 0) return null;
  return (
    <section className="panel" aria-label="这类活动要记的">
      <h2>这类活动要记的</h2>
      <div className="field-row">
        {fields.map((field) => (
          <KindField key={field.code} field={field} state={state} />
        ))}
      </div>
    </section>
  );
}

function Handouts({ state: { content, change } }: PartProps) {
  const { handouts } = content;
  const set = (index: number, changes: Partial<(typeof handouts)[number]>): void =>
    change({ handouts: handouts.map((line, at) => (at === index ? { ...line, ...changes } : line)) });
  return (
    <section className="panel" aria-label="发放的资料">
      <h2>发放的资料</h2>
      <ul className="record-list">
        {handouts.map(({ name, copies }, index) => (
          <li key={index}>
            <Input
              aria-label={`第${index + 1}种资料的名称`}
              style={{ width: 320 }}
              maxLength={40}
              placeholder="例如：高血压防治手册"
              value={name}
              onChange={(event) => set(index, { name: event.target.value })}
            />
            <InputNumber
              aria-label={`第${index + 1}种资料的份数`}
              min={1}
              max={RECORD_COUNT_MAX}
              precision={0}
              value={copies}
              onChange={(next) => set(index, { copies: next ?? 0 })}
            />
            份
            <Button
              aria-label={`删掉第${index + 1}种资料`}
              onClick={() => change({ handouts: handouts.filter((_, at) => at !== index) })}
            >
              删掉
            </Button>
          </li>
        ))}
      </ul>
      <Button style={{ marginTop: 12 }} onClick={() => change({ handouts: [...handouts, { name: '', copies: 1 }] })}>
        加一种资料
      </Button>
    </section>
  );
}

function Photos({ state: { content, change } }: PartProps) {
  return (
    <section className="panel" aria-label="照片">
      <h2>照片</h2>
      <PhotoList
        ids={content.photoIds}
        name="现场照片"
        uploadText="上传照片"
        onChange={(photoIds) => change({ photoIds })}
      />
      <Checkbox checked={content.photosAllowed} onChange={(event) => change({ photosAllowed: event.target.checked })}>
        照片里能认出的人，我们都问过，都同意放
      </Checkbox>
    </section>
  );
}

/** Articles and pictures that those who came find on the activity's page. */
function Materials({ state: { content, change }, record }: PartProps & { record: ActivityRecord }) {
  const articles = useQuery({
    queryKey: ['articles', 'for-record'],
    queryFn: () => articleApi.list({ query: { limit: 100 } }),
  });
  const titles = new Map([...(articles.data?.items ?? []), ...record.articles].map(({ id, title }) => [id, title]));
  return (
    <section className="panel" aria-label="给参加的人看的资料">
      <h2>给参加的人看的资料</h2>
      <p className="soft">活动结束后，签到的人在小程序的活动页里可以看到。</p>
      <Select
        aria-label="健康文章"
        mode="multiple"
        style={fullWidth}
        placeholder="选健康文章（可不选）"
        optionFilterProp="label"
        options={[...titles].map(([value, label]) => ({ value, label }))}
        value={content.articleIds}
        onChange={(articleIds) => change({ articleIds })}
      />
      <PhotoList
        ids={content.pictureIds}
        name="资料图片"
        uploadText="上传资料图片"
        onChange={(pictureIds) => change({ pictureIds })}
      />
    </section>
  );
}

interface RecordFormProps extends PartProps {
  kind: ActivityKindCode;
  record: ActivityRecord;
}

/** What staff write into an activity's file. */
export function RecordForm({ kind, record, state }: RecordFormProps) {
  const { content, change } = state;
  return (
    <>
      <KindFields kind={kind} state={state} />
      <section className="panel" aria-label="小结">
        <h2>小结</h2>
        <Input.TextArea
          aria-label="活动小结"
          rows={6}
          maxLength={RECORD_WORDS_MAX * 10}
          showCount
          placeholder="讲了什么，来的人反应怎么样，下次怎么改进。不写居民的姓名和病情。"
          value={content.summary}
          onChange={(event) => change({ summary: event.target.value })}
        />
        <Checkbox
          style={{ marginTop: 24 }}
          checked={content.paperSheet}
          onChange={(event) => change({ paperSheet: event.target.checked })}
        >
          另有纸质签到表，已经存档
        </Checkbox>
      </section>
      <Handouts state={state} />
      <Photos state={state} />
      <Materials state={state} record={record} />
    </>
  );
}
