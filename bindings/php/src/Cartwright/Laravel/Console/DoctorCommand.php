<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Console;

use Cartwright\Laravel\Doctor\Doctor;
use Cartwright\Laravel\Doctor\Finding;
use Cartwright\Laravel\Doctor\Health;
use Illuminate\Console\Command;

/**
 * Says what carts lack here, and what to do about it.
 *
 * @internal
 */
final class DoctorCommand extends Command
{
    protected $signature = 'cart:doctor {--json : Print the findings as JSON}';

    protected $description = 'Look at everything that carts need: FFI, library, storage, locks, sessions';

    public function handle(): int
    {
        $findings = Doctor::examine($this->laravel);

        if ($this->option('json')) {
            $this->line((string) json_encode(
                array_map(static fn (Finding $finding): array => $finding->toArray(), $findings),
                JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR,
            ));
        } else {
            array_map($this->show(...), $findings);
        }

        $problems = array_filter($findings, static fn (Finding $finding): bool => $finding->health === Health::Problem);

        return $problems === [] ? self::SUCCESS : self::FAILURE;
    }

    private function show(Finding $finding): void
    {
        [$mark, $style] = match ($finding->health) {
            Health::Fine => ['✓', 'info'],
            Health::Warning => ['!', 'comment'],
            Health::Problem => ['✗', 'error'],
        };

        $this->line("<{$style}> {$mark} {$finding->topic}</{$style}>: {$finding->message}");

        if ($finding->remedy !== null) {
            $this->line("     → {$finding->remedy}");
        }
    }
}
