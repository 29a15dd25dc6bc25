<?php

declare(strict_types=1);

namespace Cartwright\Versions\Invalidation;

use Cartwright\Versions\Bumped;
use Cartwright\Versions\Cache\Counts;
use Cartwright\Versions\DataVersions;
use Cartwright\Versions\Metrics\MonitoringLog;
use Cartwright\Versions\ShopDataUpdated;
use Throwable;

/**
 * Says what became of an invalidation: in the log, in the counts, and as an incident if something was missing.
 *
 * @internal
 */
final readonly class InvalidationReport
{
    /** What operators search their logs for. */
    public const DONE = 'Atomic cache invalidation completed successfully';

    public const DEGRADED = 'Cache invalidation completed in degraded mode';

    public const FAILED = 'Atomic cache invalidation failed';

    public function __construct(private DataVersions $versions, private Counts $counts, private MonitoringLog $log)
    {
    }

    /**
     * @param list<string> $missing
     */
    public function done(ShopDataUpdated $event, Invalidated $what, Bumped $bumped, array $missing, float $seconds): void
    {
        $isWhole = $missing === [];
        $this->counts->count('invalidation', (int) ($seconds * 1e6));
        $facts = self::facts($event, $what, $seconds) + ['repeated' => $bumped->repeated];

        if ($isWhole) {
            $this->log->logger()->info(self::DONE, $facts);

            return;
        }

        $this->counts->count('invalidation.degraded', ok: false);
        $this->note($facts += ['degraded' => $missing]);
        $this->log->logger()->warning(self::DEGRADED, $facts);
    }

    public function failed(ShopDataUpdated $event, Invalidated $what, Throwable $failure, float $seconds): void
    {
        $this->counts->count('invalidation', (int) ($seconds * 1e6), false);
        $this->log->logger()->error(self::FAILED, self::facts($event, $what, $seconds) + ['exception' => $failure]);
    }

    /**
     * @param array<string, mixed> $facts
     */
    private function note(array $facts): void
    {
        try {
            $this->versions->native()->call('incident', [
                'kind' => 'invalidation_degraded',
                'subject' => implode(',', $facts['data_types']),
                'actions' => [],
                'detail' => json_encode($facts, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE),
            ]);
        } catch (Throwable) {
            // It stands in the log.
        }
    }

    /**
     * @return array<string, mixed>
     */
    private static function facts(ShopDataUpdated $event, Invalidated $what, float $seconds): array
    {
        return [
            'data_types' => $what->raised(),
            'invalidated_keys' => $what->keys,
            'invalidated_tags' => $what->tags,
            'duration_ms' => round($seconds * 1000, 2),
            'event' => class_basename($event),
            'subject' => $event->subject,
            'action' => $event->action,
            'change' => $event->changeId,
        ];
    }
}
