<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use Cartwright\Versions\Captured;
use Cartwright\Versions\DataVersions;
use Cartwright\Versions\VersionedCache;
use Error;
use Illuminate\Contracts\Container\Container;
use Throwable;

/**
 * A process that comes by the cache again and again, each time as a new request, and says when it got what was older than what had
 * been acknowledged before it came.
 *
 * @internal
 */
final class Reader
{
    /** How long a page takes to be made: longer than a change, so that they race. */
    public const SLOW_MICROSECONDS = 3000;

    private const TTL_SECONDS = 60;

    /** @var array<string, array{string, int}> incarnation and counter of what was shown last */
    private array $shown = [];

    public function __construct(
        private readonly Container $app,
        private readonly Task $task,
        private readonly Orders $orders,
    ) {
    }

    public function run(): void
    {
        $this->orders->say(Orders::READY);
        $this->orders->await();

        while (! $this->orders->areOver()) {
            try {
                $this->read();
            } catch (Error $mistake) {
                throw $mistake;
            } catch (Throwable $failure) {
                $this->orders->say("failed {$failure->getMessage()}");
                usleep(20_000);
            }
        }
    }

    private function read(): void
    {
        $floors = $this->task->ground->acknowledged();
        $versions = $this->app->make(DataVersions::class);
        $versions->forget();
        $captured = $versions->capture($this->task->ground->types());
        $this->compareWithShown($captured);
        $this->look($versions);
        [$values, $isLoaded] = self::page($this->app, $this->task->ground);

        foreach ($values as $type => $value) {
            if ($value < $floors[$type]) {
                $this->orders->say("a reader saw {$value} of {$type}, and {$floors[$type]} had been acknowledged when he began");
            }
        }

        $this->orders->say(match (true) {
            ! $isLoaded => 'found',
            $captured->bypass !== null => 'passed by',
            default => 'loaded',
        });
    }

    /**
     * The page of a race: every type's data. It is made slowly, from what is read first.
     *
     * @return array{array<string, int>, bool} the values, and whether they were loaded
     */
    public static function page(Container $app, Ground $ground): array
    {
        $isLoaded = false;
        $values = $app->make(VersionedCache::class)->remember(
            $ground->key('page'),
            $ground->types(),
            self::TTL_SECONDS,
            static function () use ($app, $ground, &$isLoaded): array {
                $isLoaded = true;
                $values = (new Data($app, $ground))->values();
                usleep(self::SLOW_MICROSECONDS);

                return $values;
            },
        );

        return [$values, $isLoaded];
    }

    private function compareWithShown(Captured $captured): void
    {
        foreach ($captured->versions as $type => $version) {
            [$life, $counter] = explode('.', $version) + [1 => '0'];
            [$lastLife, $last] = $this->shown[$type] ?? [$life, 0];

            if ($life !== $lastLife || (int) $counter < $last) {
                $this->orders->say("a reader was shown {$type} at {$lastLife}.{$last}, and then at {$version}");
            }

            $this->shown[$type] = [$life, (int) $counter];
        }
    }

    /**
     * There is always a version for the browser.
     */
    private function look(DataVersions $versions): void
    {
        $token = $versions->token($this->task->ground->types());

        if (preg_match('/^[0-9a-f]{32}$/D', $token) !== 1) {
            $this->orders->say("a browser was shown the version '{$token}'");
        }
    }
}
