<?php

declare(strict_types=1);

namespace Cartwright\Reservations\Console;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Reservations\ReservationManager;
use Illuminate\Console\Command;

/**
 * Shows what is held now, and what was counted.
 */
class StatsCommand extends Command
{
    use AnswersInJson;

    protected $signature = 'reservations:stats {--json : As one JSON object}';

    protected $description = 'Show what is reserved now, and what was counted';

    /**
     * Shows what is held and what was counted.
     */
    public function handle(ReservationManager $reservations): int
    {
        try {
            $stats = $reservations->stats();
        } catch (EngineRefusal $refusal) {
            return $this->failWith($refusal);
        }

        $this->answer($stats, function () use ($stats): void {
            $this->table(['Now', ''], [
                ['reservations held', $stats['reservations']],
                ['lines held', $stats['lines']],
                ['ended and remembered', $stats['remembered']],
            ]);
            $this->table(['Counted', ''], array_map(
                static fn (string $name, int $count): array => [str_replace('_', ' ', $name), $count],
                array_keys($stats['counters']),
                $stats['counters'],
            ));
            $this->table(['Held for', ''], array_map(
                static fn (array $place): array => [
                    $place['up_to_seconds'] === null ? 'longer' : "up to {$place['up_to_seconds']} s",
                    $place['count'],
                ],
                array_filter($stats['hold_times'], static fn (array $place): bool => $place['count'] > 0),
            ));
        });

        return self::SUCCESS;
    }
}
