<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Versions\Invalidation\NamedKeys;
use Cartwright\Versions\Invalidation\Invalidated;
use Illuminate\Container\Container;
use Illuminate\Support\Carbon;

/**
 * The names by which an earlier system of this kind is called, over `DataVersions`. They can be asked of the class or of an object.
 */
final class ShopDataVersion
{
    /**
     * Raises the version of a type whose data were changed and committed.
     */
    public static function updateVersion(string $type): Bumped
    {
        return self::updateVersionsAtomic([$type]);
    }

    /**
     * The same as `updateVersionsAtomic`: there is no other way.
     *
     * @param list<string> $types
     */
    public static function updateVersions(array $types): Bumped
    {
        return self::updateVersionsAtomic($types);
    }

    /**
     * Raises several versions in one transaction: all of them or none.
     *
     * @param list<string> $types
     */
    public static function updateVersionsAtomic(array $types): Bumped
    {
        return self::versions()->bump($types);
    }

    /**
     * The version of all known types together: 32 hexadecimal digits.
     */
    public static function getGlobalVersion(): string
    {
        return self::versions()->token();
    }

    /**
     * The version of a type: 32 hexadecimal digits; null for one that nobody knows.
     */
    public static function getVersionForType(string $type): ?string
    {
        $isKnown = in_array($type, (array) config('versions.types'), true)
            || in_array($type, array_column(self::versions()->stats(), 'type'), true);

        return $isKnown ? self::versions()->token($type) : null;
    }

    /**
     * Every type, those that were last raised first.
     *
     * @return list<array{data_type: string, version_hash: string, last_updated_at: ?\DateTimeInterface, change_count: int, seconds_since_update: ?int}>
     */
    public static function getVersionStats(): array
    {
        $now = Carbon::now();

        return array_map(static fn (TypeRow $row): array => [
            'data_type' => $row->type,
            'version_hash' => self::hash($row),
            'last_updated_at' => $row->lastUpdatedAt,
            'change_count' => $row->changes,
            // Clocks of two machines differ; nothing was changed later than now.
            'seconds_since_update' => $row->lastUpdatedAt === null
                ? null
                : max(0, $now->getTimestamp() - $row->lastUpdatedAt->getTimestamp()),
        ], self::versions()->stats());
    }

    /**
     * Forgets what is kept of versions, here and in the store: who asks next is told by the database. No version moves.
     */
    public static function clearVersionCache(): void
    {
        $types = array_column(self::versions()->stats(), 'type');
        $keys = array_map(static fn (string $type): string => "shop.version.{$type}", $types);
        self::versions()->forget();
        self::versions()->native()->call('unpublish', ['types' => $types]);
        Container::getInstance()->make(NamedKeys::class)->forget(new Invalidated([], ['inertia.data.version', ...$keys], []));
    }

    /**
     * Compares what is published with what is committed, and makes it right.
     *
     * @return list<string> what was wrong, in words; nothing if all was right
     */
    public static function validateAndRepairVersions(): array
    {
        return array_map(static fn (Finding $finding): string => sprintf(
            '%s: %s; published %s, committed %s; %s',
            $finding->type,
            $finding->wrong,
            $finding->published ?? 'nothing',
            $finding->committed,
            $finding->isRepaired ? 'repaired' : 'not repaired',
        ), self::versions()->reconcile(true)->findings);
    }

    private static function hash(TypeRow $row): string
    {
        return self::versions()->native()->call('token', ['versions' => (object) [$row->type => $row->version]]);
    }

    private static function versions(): DataVersions
    {
        return Container::getInstance()->make(DataVersions::class);
    }
}
