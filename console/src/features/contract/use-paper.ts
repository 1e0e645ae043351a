import type { Contract } from '@linkang/shared/api/contract.routes';
import type { IdentityPaper } from '@linkang/shared/api/contract-proof';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { contractApi, teamApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { useTell } from '../../components/use-tell';

/** What is signed on paper: something new for a person, or what follows a contract. */
export type PaperMatter = { kind: 'first'; residentId: string } | { kind: 'renewal' | 'transfer'; contract: Contract };

/** What the form asks. */
export interface PaperValues {
  teamId?: string;
  packageIds: string[];
  termYears: 1 | 2 | 3;
  identityPaper: IdentityPaper;
  paper: string;
}

/** What can be chosen, and the text that is signed today. */
export const usePaperChoices = () =>
  useQuery({
    queryKey: ['paper-choices'],
    queryFn: async () => {
      const [teams, packages, agreement] = await Promise.all([
        teamApi.list({ query: {} }),
        contractApi.packages({ query: {} }),
        contractApi.agreement({}),
      ]);
      return { teams: teams.items, packages: packages.items, textVersion: agreement.version };
    },
  });

function send(
  matter: PaperMatter,
  values: PaperValues,
  textVersion: string,
  idempotencyKey: string,
): Promise<Contract> {
  const { teamId = '', ...rest } = values;
  const body = { ...rest, textVersion };
  if (matter.kind === 'first')
    return contractApi.signOnSite({ body: { ...body, residentId: matter.residentId, teamId } }, { idempotencyKey });
  const params = { id: matter.contract.id };
  return matter.kind === 'renewal'
    ? contractApi.renew({ params, body }, { idempotencyKey })
    : contractApi.transfer({ params, body: { ...body, teamId } }, { idempotencyKey });
}

/** Sends what was signed on paper. */
export function useSendPaper(matter: PaperMatter, textVersion: string, onDone: (contract: Contract) => void) {
  const submission = useSubmissionKey();
  const queryClient = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: (values: PaperValues) =>
      send(matter, values, textVersion, submission.keyFor([matter.kind, values, textVersion])),
    onSuccess: async (contract) => {
      submission.done();
      tell.done('已收下，等待审核');
      await Promise.all(
        [['contracts'], ['contract'], ['today']].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      );
      onDone(contract);
    },
  });
}
