/* Who is told of a new activity: by its kind, and by the community that its place, audience or partner names. */

/** Communities that one person may choose at most. */
export const NEWS_COMMUNITIES_MAX = 20;

/** What somebody wants to be told of. */
export interface NewsWish {
  kinds: readonly string[];
  /** Empty: wherever it is. */
  communityIds: readonly string[];
}

/** An activity as far as it matters who is told. */
export interface NewsFacts {
  kind: string;
  place: string;
  partner: string;
  audience: string;
}

/** A community by name: `桂花里社区`. */
export interface NewsCommunity {
  id: string;
  name: string;
}

/** How people call a community in an address: without the word for community. */
const shortName = (name: string): string => name.replace(/(社区|居委会|小区)$/, '');

/** The communities that an activity names; none where it is for everybody, as at the centre. */
export const communitiesOf = (
  { place, partner, audience }: Omit<NewsFacts, 'kind'>,
  communities: readonly NewsCommunity[],
): string[] => {
  const words = [place, partner, audience].join('\n');
  return communities.flatMap(({ id, name }) => (words.includes(shortName(name) || name) ? [id] : []));
};

/**
 * Whether somebody is told of an activity in some communities: the kind is wanted, and it is for everybody, or in one of
 * the chosen communities, or wherever it is will do.
 */
export const isWanted = (wish: NewsWish, kind: string, communityIds: readonly string[]): boolean =>
  wish.kinds.includes(kind) &&
  (communityIds.length === 0 ||
    wish.communityIds.length === 0 ||
    communityIds.some((id) => wish.communityIds.includes(id)));
