import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { authApi } from '../../api/clients';

/** The demo's staff accounts; nothing outside the demo, where the route answers 404. */
export function DemoStaff({ onPick }: { onPick: (username: string) => void }) {
  const demo = useQuery({ queryKey: ['demo-people'], queryFn: () => authApi.demoPeople({}), retry: false });
  if (!demo.data) return null;
  return (
    <section className="demo-staff" aria-labelledby="demo-title">
      <h2 id="demo-title">
        <span className="demo-mark">演示环境</span>
      </h2>
      <p>
        这里是演示，人和数据都是虚构的。选一个账号，口令是 <code>Linkang-demo-1</code>（启动时改过的除外）。
      </p>
      <ul>
        {demo.data.staff.map((person) => (
          <li key={person.username}>
            <span>
              <strong>{person.name}</strong>
              <small>{person.description}</small>
            </span>
            <Button onClick={() => onPick(person.username)} aria-label={`用 ${person.username}（${person.name}）`}>
              用 {person.username}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
