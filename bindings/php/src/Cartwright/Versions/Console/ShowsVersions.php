<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Cartwright\Versions\DataVersions;
use Cartwright\Versions\TypeRow;
use Illuminate\Support\Carbon;

/**
 * Each type's version, and what is published of it.
 *
 * @internal
 */
trait ShowsVersions
{
    /**
     * @param list<string> $only these types; empty for all
     *
     * @return list<array<string, mixed>> those that were last raised first
     */
    private function versions(DataVersions $versions, array $only = []): array
    {
        $rows = array_values(array_filter(
            $versions->stats(),
            static fn (TypeRow $row): bool => $only === [] || in_array($row->type, $only, true),
        ));
        $types = array_map(static fn (TypeRow $row): string => $row->type, $rows);
        $standings = $types === [] ? [] : $versions->native()->call('standings', ['types' => $types]);
        $standings = array_column($standings, null, 'type');

        return array_map(static fn (TypeRow $row): array => [
            'data_type' => $row->type,
            'version' => $row->version,
            'change_count' => $row->changes,
            'last_updated_at' => $row->lastUpdatedAt?->format('Y-m-d H:i:s'),
            'seconds_since_update' => $row->lastUpdatedAt === null
                ? null
                : max(0, Carbon::now()->getTimestamp() - $row->lastUpdatedAt->getTimestamp()),
            'state' => self::state($row, $standings[$row->type] ?? []),
        ], $rows);
    }

    /**
     * @param list<array<string, mixed>> $rows
     */
    private function showVersions(array $rows): void
    {
        $this->table(['Type', 'Version', 'Changes', 'Last', 'State'], array_map(
            static fn (array $row): array => [
                $row['data_type'],
                $row['version'],
                $row['change_count'],
                $row['seconds_since_update'] === null ? 'never' : "{$row['seconds_since_update']} s ago",
                $row['state'],
            ],
            $rows,
        ));
    }

    /**
     * @param array<string, mixed> $standing
     */
    private static function state(TypeRow $row, array $standing): string
    {
        $published = $standing['published'] ?? null;

        return match (true) {
            ($standing['mark'] ?? 'none') === 'live' => 'pending',
            ($standing['mark'] ?? 'none') === 'ended' => 'ended',
            $row->isStale => 'stale',
            $published === null => 'unpublished',
            default => $published === $row->version ? 'published' : 'different',
        };
    }
}
