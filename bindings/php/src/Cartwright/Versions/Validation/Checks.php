<?php

declare(strict_types=1);

namespace Cartwright\Versions\Validation;

use Cartwright\Versions\DataVersions;
use Cartwright\Versions\Race\Data;
use Cartwright\Versions\Race\Ground;
use Cartwright\Versions\Race\GroundSettings;
use Cartwright\Versions\Race\Way;
use Cartwright\Versions\VersionedCache;
use Illuminate\Contracts\Container\Container;
use RuntimeException;
use Throwable;

/**
 * What one process can see of data versions, in a place of its own: that a change counts, that everybody agrees on what it counts to, and
 * that it makes what was kept unreachable.
 *
 * @internal
 */
final readonly class Checks
{
    private const CHANGES = 5;

    private const VALUES = 50;

    private const TTL_SECONDS = 60;

    public function __construct(private Container $app, private Ground $ground)
    {
    }

    /**
     * @return array<string, ?string> what is wrong, by the name of the check; null if it holds
     */
    public function run(): array
    {
        return array_map(self::failureOf(...), [
            'an update is atomic: data and version change together, or neither does' => $this->update(...),
            'versions are consistent: the table, the store and every reader agree' => $this->consistency(...),
            'an invalidation is atomic: every value of a tag is gone at once, and no other' => $this->invalidation(...),
            'to clear takes what was kept here, and leaves foreign keys alone' => $this->clearing(...),
            'a repair leaves alone what is right' => $this->repair(...),
        ]);
    }

    private function update(): void
    {
        [$type] = $this->types();
        $data = new Data($this->app, $this->ground);
        $before = $this->versions()->token([$type]);
        $counted = self::counter($this->committed()[$type]);

        for ($change = 0; $change < self::CHANGES; $change++) {
            $this->versions()->change([$type], static fn () => $data->raise(Way::Change), 'validate');
        }

        $now = self::counter($this->committed()[$type]);
        self::expect($now === $counted + self::CHANGES, self::CHANGES . " changes were counted from {$counted} to {$now}");
        self::expect($before !== $this->anew()->token([$type]), 'a change did not move the token');

        try {
            $this->versions()->change([$type], static function () use ($data): void {
                $data->raise(Way::Change);

                throw new RuntimeException('rolled back');
            }, 'validate');
        } catch (RuntimeException $thrown) {
            $thrown->getMessage() === 'rolled back' || throw $thrown;
        }

        $after = self::counter($this->committed()[$type]);
        self::expect($after === $now, 'a change that was rolled back was counted');
        self::expect($data->values()[$type] === self::CHANGES, 'a change that was rolled back is in the data');
    }

    private function consistency(): void
    {
        $types = $this->types();
        $this->versions()->bump($types, null, 'validate');
        $captured = $this->committed();
        self::expect(array_diff($types, array_keys($captured)) === [], 'a type has no version');

        foreach ($types as $type) {
            $version = $this->anew()->version($type);
            self::expect($version === $captured[$type], "{$type} is at {$captured[$type]} and at {$version}");
        }

        foreach ($this->versions()->native()->call('standings', ['types' => $types]) ?? [] as $standing) {
            $published = $standing['published'];
            $committed = $captured[$standing['type']];
            self::expect(
                $published === null || $published === $committed,
                "{$published} is published of {$standing['type']}, and {$committed} committed",
            );
        }

        $token = $this->anew()->token($types);
        self::expect(preg_match('/^[0-9a-f]{32}$/D', $token) === 1, "the token is '{$token}'");
        self::expect($token === $this->anew()->token($types), 'the token moves by itself');
    }

    private function invalidation(): void
    {
        [$type, $other] = $this->types();
        $this->load($type, self::VALUES);
        $this->load($other, self::VALUES);
        self::expect($this->load($type, self::VALUES) === 0, 'what was kept is not found');
        $this->versions()->bump([$type], null, 'validate');
        $loaded = $this->load($type, self::VALUES);
        self::expect($loaded === self::VALUES, "{$loaded} of " . self::VALUES . ' values were loaded anew after an invalidation');
        self::expect($this->load($other, self::VALUES) === 0, 'values of another tag are gone');
    }

    private function clearing(): void
    {
        [$type] = $this->types();
        $store = $this->app->make('cache')->store(GroundSettings::STORE);
        $foreign = $this->ground->key('foreign');
        $store->put($foreign, 'kept', self::TTL_SECONDS);
        $this->load($type, 1);
        $this->app->make(VersionedCache::class)->clear('validate');
        $this->anew();
        self::expect($this->load($type, 1) === 1, 'what was kept is found after it was cleared');
        self::expect($store->get($foreign) === 'kept', 'a foreign key is gone');
        $store->forget($foreign);
    }

    private function repair(): void
    {
        $before = $this->committed();

        foreach ([1, 2] as $turn) {
            $found = count($this->versions()->reconcile(true, 'validate')->findings);
            self::expect($found === 0, "repair {$turn} has found {$found}");
        }

        self::expect($before === $this->committed(), 'a repair has moved a version');
    }

    /**
     * @return int how many of the values were not there
     */
    private function load(string $tag, int $values): int
    {
        $this->anew();
        $loaded = 0;

        for ($value = 1; $value <= $values; $value++) {
            $this->app->make(VersionedCache::class)->remember(
                $this->ground->key("{$tag}.{$value}"),
                [$tag],
                self::TTL_SECONDS,
                static function () use (&$loaded): string {
                    $loaded++;

                    return 'loaded';
                },
            );
        }

        return $loaded;
    }

    /**
     * @return list<string>
     */
    private function types(): array
    {
        return $this->ground->types();
    }

    private function versions(): DataVersions
    {
        return $this->app->make(DataVersions::class);
    }

    /**
     * As another request finds it.
     */
    private function anew(): DataVersions
    {
        $versions = $this->versions();
        $versions->forget();

        return $versions;
    }

    /**
     * @return array<string, string>
     */
    private function committed(): array
    {
        return $this->anew()->capture($this->types())->versions;
    }

    private static function counter(string $version): int
    {
        return (int) (explode('.', $version)[1] ?? -1);
    }

    private static function expect(bool $isTrue, string $otherwise): void
    {
        $isTrue || throw new RuntimeException($otherwise);
    }

    private static function failureOf(callable $check): ?string
    {
        try {
            $check();

            return null;
        } catch (Throwable $failure) {
            return $failure->getMessage();
        }
    }
}
