import { Form, Radio } from 'antd';
import { centreApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';
import { HistoryButton } from './history-drawer';
import { checkArticles } from './setting-check';
import { SettingForm } from './setting-form';
import { useSaved, useSetting } from './use-setting';
import { useSettingForm } from './use-setting-form';

const read = () => centreApi.readArticles({});
type Loaded = Awaited<ReturnType<typeof read>>;

const choices = [
  { value: 'required', label: '必须由另一位医生审核通过才能发布' },
  { value: 'optional', label: '可以直接发布，需要时再提交审核' },
];

function ArticlesForm({ data }: { data: Loaded }) {
  const saved = useSaved<Loaded>('articles', '已保存');
  const state = useSettingForm({
    draftKey: 'articles',
    loaded: { articles: data.articles },
    check: ({ articles }) => checkArticles(data.rev, articles),
    save: async (body, force) => {
      const rev = force ? (await read()).rev : data.rev;
      return centreApi.saveArticles({ body: { ...body, rev } });
    },
    onSaved: saved,
  });
  return (
    <SettingForm state={state} extraButtons={<HistoryButton part="articles" />}>
      <Form.Item
        name={['articles', 'review']}
        label="健康文章发布前的审核"
        extra="正式使用建议选第一项。已经发布的文章不受影响；审核的是医生、公卫医生或主任，自己写的要由别人审核。"
      >
        <Radio.Group options={choices} />
      </Form.Item>
    </SettingForm>
  );
}

/** Who looks at articles before residents do. */
export function ArticlesPage() {
  const query = useSetting('articles', read);
  return (
    <section className="panel" aria-labelledby="setting-articles">
      <h2 id="setting-articles">健康文章</h2>
      <QueryView query={query}>{(data) => <ArticlesForm key={data.rev} data={data} />}</QueryView>
    </section>
  );
}
