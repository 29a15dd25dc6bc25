<?php

declare(strict_types=1);

namespace Cartwright\Versions\Keys;

/**
 * What an application keeps, beside what its events take away.
 *
 * @internal
 */
final readonly class KeyReport
{
    /**
     * @param array<string, list<string>> $keys of the map from events to keys: each with the events that take it away
     * @param list<string> $raised types and tags that something raises
     * @param list<KeyUse> $uses
     */
    public function __construct(private array $keys, private array $raised, private array $uses)
    {
    }

    /**
     * @return list<array{key: string, events: list<string>}> keys that events take away and nobody has put there
     */
    public function writtenByNothing(): array
    {
        $keys = array_filter(
            $this->keys,
            fn (string $key): bool => ! $this->isWritten(new KeyPattern($key)),
            ARRAY_FILTER_USE_KEY,
        );

        return array_map(
            static fn (string $key, array $events): array => ['key' => $key, 'events' => $events],
            array_keys($keys),
            array_values($keys),
        );
    }

    /**
     * @return list<array<string, mixed>> what is kept, and nothing but its lifetime ends it
     */
    public function invalidatedByNothing(): array
    {
        $uses = array_filter($this->uses, fn (KeyUse $use): bool => $use->key->isKnown() && ! $this->isInvalidated($use));

        return array_values(array_map(static fn (KeyUse $use): array => [
            'key' => $use->key->text,
            'tags' => $use->tags,
            'place' => "{$use->file}:{$use->line}",
        ], $uses));
    }

    /**
     * @return list<string> places whose keys are known only when they run
     */
    public function unknown(): array
    {
        $uses = array_filter($this->uses, static fn (KeyUse $use): bool => ! $use->key->isKnown());

        return array_values(array_map(static fn (KeyUse $use): string => "{$use->file}:{$use->line}", $uses));
    }

    private function isWritten(KeyPattern $key): bool
    {
        foreach ($this->uses as $use) {
            if ($use->key->isKnown() && $key->meets($use->key)) {
                return true;
            }
        }

        return false;
    }

    private function isInvalidated(KeyUse $use): bool
    {
        if ($use->tags !== null) {
            foreach ($use->tags as $tag) {
                // What is known only when it runs may be anything.
                if (! (new KeyPattern($tag))->isKnown() || in_array($tag, $this->raised, true)) {
                    return true;
                }
            }

            return false;
        }

        foreach (array_keys($this->keys) as $key) {
            if ((new KeyPattern($key))->meets($use->key)) {
                return true;
            }
        }

        return false;
    }
}
