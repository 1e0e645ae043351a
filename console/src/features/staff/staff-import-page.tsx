import { Alert, Button } from 'antd';
import { useRef } from 'react';
import { Link } from 'react-router-dom';
import { staffTemplate } from '@linkang/shared/domain/staff-csv';
import { PageHeader } from '../../components/page-header';
import { saveTable } from './csv-file';
import { CheckedRows, ImportedRows } from './import-tables';
import { useStaffImport } from './use-staff-import';

type Import = ReturnType<typeof useStaffImport>;

/** Chooses the table; what is in it is told before anything is done. */
function FileStep({ work }: { work: Import }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <section className="panel" aria-labelledby="import-file">
      <h2 id="import-file">一、填表</h2>
      <p>下载模板，用 Excel 或 WPS 填好，另存为 CSV 文件再选进来。角色写：主任、医生、护士、前台、宣传编辑、管理员。</p>
      <div className="button-row">
        <Button onClick={() => saveTable('员工模板.csv', staffTemplate())}>下载模板</Button>
        <Button type="primary" loading={work.isChecking} onClick={() => input.current?.click()}>
          选择填好的表格
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        style={{ display: 'none' }}
        aria-label="选择填好的表格"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void work.check(file);
          // The same file may be chosen again after it was corrected.
          event.target.value = '';
        }}
      />
      <div role="alert">
        {work.failure && <Alert type="error" showIcon title={work.failure} style={{ marginTop: 12 }} />}
      </div>
    </section>
  );
}

/** Staff from a table: read first, then made, with passwords that are shown once. */
export function StaffImportPage() {
  const work = useStaffImport();
  return (
    <>
      <PageHeader
        title="批量导入员工"
        note="一次最多500人。已有的用户名不会改动，可以放心重复导入。"
        back={<Link to="/staff">返回员工账号</Link>}
      />
      <FileStep work={work} />
      {work.checked && <CheckedRows work={work} rows={work.checked} />}
      {work.imported && <ImportedRows rows={work.imported} isDone={!work.isImporting} />}
    </>
  );
}
