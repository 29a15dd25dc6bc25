<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Reservations\Console\AnswersInJson;
use Cartwright\Versions\DataVersions;
use Illuminate\Console\Command;

/**
 * Shows the locks of bumps and of those who load values, or takes one away that is stuck.
 */
class LocksCommand extends Command
{
    use AnswersInJson;
    use TakesNumbers;

    protected $signature = 'versions:locks
        {--release= : Take the lock of this name from whoever holds it}
        {--reason= : Why; it is noted in the audit trail}
        {--who= : Who does it, for the audit trail}
        {--json : As JSON}';

    protected $description = 'Show the locks that are held while versions are raised and values loaded, or take one away';

    protected $help = <<<'TEXT'
        They end with their lease, nobody needs one to read, and a bump goes on without. So there is hardly ever a reason to take one away.
        TEXT;

    /**
     * Lists those that are held, or takes one away for a reason; fails if nobody holds it.
     */
    public function handle(DataVersions $versions): int
    {
        try {
            return $this->option('release') === null
                ? $this->show($versions->native()->call('locks'))
                : $this->release($versions, (string) $this->option('release'));
        } catch (EngineRefusal $refusal) {
            $lacksReason = $this->option('release') !== null && (string) $this->option('reason') === '';

            return $this->failWith($refusal, $lacksReason ? 'with --reason=…' : '');
        }
    }

    /**
     * @param list<array{name: string, held_ms: int, remaining_ms: int}> $held
     */
    private function show(array $held): int
    {
        $this->answer($held, fn () => $held === []
            ? $this->info('No lock is held.')
            : $this->table(['Lock', 'Held for, ms', 'Remain, ms'], array_map(
                static fn (array $lock): array => [$lock['name'], $lock['held_ms'], $lock['remaining_ms']],
                $held,
            )));

        return self::SUCCESS;
    }

    private function release(DataVersions $versions, string $name): int
    {
        $released = $versions->native()->call('force_unlock', [
            'name' => $name,
            'reason' => (string) $this->option('reason'),
            'who' => $this->who(),
        ])['released'];
        $this->answer(
            ['success' => $released, 'name' => $name],
            fn () => $released ? $this->info("{$name} is taken away.") : $this->error("Nobody holds the lock {$name}."),
        );

        return $released ? self::SUCCESS : self::FAILURE;
    }
}
