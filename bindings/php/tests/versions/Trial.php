<?php

declare(strict_types=1);

namespace Cartwright\Tests\versions;

use Cartwright\Versions\Race\Race;
use Cartwright\Versions\Race\RaceSettings;
use Illuminate\Foundation\Application;

/**
 * Races in one place.
 */
final readonly class Trial
{
    /** What is planted is seen by then. */
    private const PLANTED_SECONDS = 2;

    private Shop $shop;

    private Application $app;

    public function __construct(Combination $place, private Options $options)
    {
        $this->shop = new Shop($place);
        $this->app = $this->shop->start();
        $this->shop->prepare($this->app);
    }

    /**
     * @return array{?string, string} why it has failed, and what it came to
     */
    public function race(): array
    {
        $plant = $this->options->plant;
        $settings = new RaceSettings(
            $this->options->writers,
            $this->options->readers,
            $plant === null ? $this->options->seconds : min(self::PLANTED_SECONDS, $this->options->seconds),
            $this->options->seed,
            $plant,
        );
        $harm = $this->options->harm;
        $outcome = (new Race($this->app, $settings))->run(midway: $harm === null ? null : $harm->strike(...));
        $failed = $harm === null && $outcome->failed > 0 ? "{$outcome->failed} reads failed: " . array_key_first($outcome->refusals) : null;

        return [$outcome->failure() ?? $failed, $outcome->sentence()];
    }

    /**
     * @return array{?string, string}
     */
    public function validate(): array
    {
        $plant = $this->options->plant;
        [$code, $said] = $this->shop->artisan(
            'cache:validate-atomic',
            '--test-concurrency',
            '--stress-test=50',
            "--seed={$this->options->seed}",
            '--json',
            ...$plant === null ? [] : ["--plant={$plant->value}"],
        );
        $checks = json_decode($said, true)['checks'] ?? null;

        return match (true) {
            ! is_array($checks) => ["it has said: {$said}", "exit code {$code}"],
            $code === 0 => [null, 'exit code 0, ' . count($checks) . ' checks'],
            default => [implode('; ', array_filter($checks)), "exit code {$code}: " . implode('; ', array_filter($checks))],
        };
    }
}
