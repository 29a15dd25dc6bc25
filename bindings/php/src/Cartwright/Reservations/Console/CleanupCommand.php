<?php

declare(strict_types=1);

namespace Cartwright\Reservations\Console;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Reservations\CleanUp;
use Illuminate\Console\Command;

/**
 * Collects what is over, and tells of it.
 */
class CleanupCommand extends Command
{
    use AnswersInJson;

    protected $signature = 'reservations:cleanup
        {--holds : Reservations only, not orders}
        {--json : As one JSON object}';

    protected $description = 'Collect reservations that are over, and orders that were not paid for';

    /**
     * Collects, and says how much; fails if the store of an order could not be asked.
     */
    public function handle(CleanUp $cleanUp): int
    {
        try {
            $cleaned = $this->option('holds') ? $cleanUp->holds() : $cleanUp->holdsAndOrders();
        } catch (EngineRefusal $refusal) {
            return $this->failWith($refusal);
        }

        $this->answer($cleaned, function () use ($cleaned): void {
            $this->info("{$cleaned['message']}; {$cleaned['locksReleased']} lines are to be had again.");
        });

        return $cleaned['failedCleanups'] === [] ? self::SUCCESS : self::FAILURE;
    }
}
