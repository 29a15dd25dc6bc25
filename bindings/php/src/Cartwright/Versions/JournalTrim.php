<?php

declare(strict_types=1);

namespace Cartwright\Versions;

/**
 * Removes from the journal what is too old to be of use: incidents, the audit trail, and what was counted.
 *
 * @internal
 */
final class JournalTrim
{
    /** For how many days records stay, unless the application says otherwise. */
    public const KEEP_DAYS = 90;

    /** So many records in one step, so that nobody waits long for it, and so many steps at most: the next run goes on. */
    private const PORTION = 1000;

    private const PORTIONS = 1000;

    public function __construct(private readonly DataVersions $versions)
    {
    }

    /**
     * Says how many went of each. That something went is in the trail.
     *
     * @return array{incidents: int, trail: int, metrics: int, more: bool}
     */
    public function keepDays(int $days, ?string $who = null): array
    {
        $removed = ['incidents' => 0, 'trail' => 0, 'metrics' => 0, 'more' => true];
        $call = ['keep_days' => $days, 'limit' => self::PORTION, 'who' => $who ?? ''];

        for ($portion = 0; $removed['more'] && $portion < self::PORTIONS; $portion++) {
            $some = $this->versions->native()->call('trim', $call);

            foreach (['incidents', 'trail', 'metrics'] as $part) {
                $removed[$part] += $some[$part];
            }

            $removed['more'] = $some['more'];
        }

        return $removed;
    }
}
