<?php

declare(strict_types=1);

namespace Cartwright\Versions\Invalidation;

use Cartwright\Versions\ShopDataUpdated;
use Illuminate\Contracts\Config\Repository;

/**
 * Which event makes which types, keys and tags invalid: `versions.invalidation` of the application's settings.
 *
 * @internal
 */
final readonly class InvalidationMap
{
    /** @var array<class-string<ShopDataUpdated>, array{types?: list<string>, keys?: list<string>, tags?: list<string>}> */
    private array $events;

    /** @var list<string> keys of every event */
    private array $always;

    public function __construct(Repository $config)
    {
        $this->events = (array) $config->get('versions.invalidation.events', []);
        $this->always = array_values((array) $config->get('versions.invalidation.always', []));
    }

    /**
     * @return list<class-string<ShopDataUpdated>>
     */
    public function events(): array
    {
        return array_keys($this->events);
    }

    public function of(ShopDataUpdated $event): Invalidated
    {
        $entry = $this->events[$event::class] ?? [];
        $types = array_values($entry['types'] ?? []);
        $keys = self::withTypes([...$entry['keys'] ?? [], ...$this->always], $types);
        $known = ['{id}' => (string) $event->subject, '{action}' => $event->action];

        return new Invalidated(
            $types,
            array_map(static fn (string $key): string => strtr($key, $known), $keys),
            array_values($entry['tags'] ?? []),
        );
    }

    /**
     * Every key that some event makes invalid, as it stands in the settings but for its types.
     *
     * @return array<string, list<class-string<ShopDataUpdated>>> the events by key
     */
    public function keys(): array
    {
        $keys = [];

        foreach ($this->events as $event => $entry) {
            foreach (self::withTypes([...$entry['keys'] ?? [], ...$this->always], $entry['types'] ?? []) as $key) {
                $keys[$key][] = $event;
            }
        }

        return $keys;
    }

    /**
     * Every type and tag that some event raises.
     *
     * @return list<string>
     */
    public function raised(): array
    {
        $raised = array_map(
            static fn (array $entry): array => [...$entry['types'] ?? [], ...$entry['tags'] ?? []],
            array_values($this->events),
        );

        return array_values(array_unique(array_merge(...$raised)));
    }

    /**
     * @param list<string> $keys
     * @param list<string> $types
     *
     * @return list<string>
     */
    private static function withTypes(array $keys, array $types): array
    {
        $all = [];

        foreach ($keys as $key) {
            $each = str_contains($key, '{type}')
                ? array_map(static fn (string $type): string => strtr($key, ['{type}' => $type]), $types)
                : [$key];
            array_push($all, ...$each);
        }

        return array_values(array_unique($all));
    }
}
