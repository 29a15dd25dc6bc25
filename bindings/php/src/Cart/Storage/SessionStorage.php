<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Storage;

use Cartwright\Storage\KeepsArrays;
use Cartwright\Storage\KeepsTogether;
use Cartwright\Storage\KeptValue;
use Cartwright\Storage\ListsMetadata;
use Illuminate\Contracts\Session\Session;

/**
 * Carts in the visitor's session, under `{prefix}.{identifier}.{instance}`.
 *
 * The session's keys are paths, so a dot in a name is one level more, here as for everybody who reads the session. What
 * is asked for is therefore always asked for by its path, never by a level's own name.
 *
 * A session is saved whole at the end of a request: two requests of one visitor at once lose nothing only if they are
 * serialised (docs/storage.md).
 */
readonly class SessionStorage implements KeepsArrays, KeepsTogether, ListsMetadata
{
    private const PARTS = ['items', 'conditions', 'metadata'];

    public function __construct(private Session $session, private string $keyPrefix = 'cart')
    {
    }

    public function keepsArrays(): bool
    {
        return true;
    }

    public function metadataKeys(string $identifier, string $instance): array
    {
        $metadata = $this->session->get($this->key($identifier, $instance, 'metadata'));

        return is_array($metadata) ? array_map(strval(...), array_keys($metadata)) : [];
    }

    /**
     * Metadata alone is no cart.
     */
    public function has(string $identifier, string $instance): bool
    {
        return $this->session->get($this->key($identifier, $instance, 'items')) !== null
            || $this->session->get($this->key($identifier, $instance, 'conditions')) !== null;
    }

    public function forget(string $identifier, string $instance): void
    {
        foreach (self::PARTS as $part) {
            $this->session->forget($this->key($identifier, $instance, $part));
        }

        $this->forgetEmpty("{$identifier}.{$instance}");
    }

    public function flush(): void
    {
        $this->session->forget($this->keyPrefix);
    }

    public function getInstances(string $identifier): array
    {
        $instances = $this->session->get("{$this->keyPrefix}.{$identifier}");

        return is_array($instances) ? self::instancesIn($instances) : [];
    }

    public function forgetIdentifier(string $identifier): void
    {
        $this->session->forget("{$this->keyPrefix}.{$identifier}");
        $this->forgetEmpty($identifier);
    }

    public function getItems(string $identifier, string $instance): array
    {
        return KeptValue::lines($this->session->get($this->key($identifier, $instance, 'items')));
    }

    public function getConditions(string $identifier, string $instance): array
    {
        return KeptValue::lines($this->session->get($this->key($identifier, $instance, 'conditions')));
    }

    public function keepsTogether(): bool
    {
        return true;
    }

    /**
     * @internal
     */
    public function parts(string $identifier, string $instance, string $key, ?string $only = null): array
    {
        $cart = $this->session->get("{$this->keyPrefix}.{$identifier}.{$instance}");

        // What is under these names is what their paths lead to: none of them has a dot in it.
        return [
            KeptValue::lines($cart['items'] ?? null),
            KeptValue::lines($cart['conditions'] ?? null),
            $cart['metadata'][$key] ?? null,
        ];
    }

    public function putItems(string $identifier, string $instance, array $items): void
    {
        $this->session->put($this->key($identifier, $instance, 'items'), $items);
    }

    public function putConditions(string $identifier, string $instance, array $conditions): void
    {
        $this->session->put($this->key($identifier, $instance, 'conditions'), $conditions);
    }

    public function putBoth(string $identifier, string $instance, array $items, array $conditions): void
    {
        $this->putItems($identifier, $instance, $items);
        $this->putConditions($identifier, $instance, $conditions);
    }

    public function putMetadata(string $identifier, string $instance, string $key, mixed $value): void
    {
        $this->session->put($this->key($identifier, $instance, "metadata.{$key}"), $value);
    }

    public function getMetadata(string $identifier, string $instance, string $key): mixed
    {
        return $this->session->get($this->key($identifier, $instance, "metadata.{$key}"));
    }

    /**
     * Moves a cart, its metadata with it, to another identifier, in the place of the cart there.
     */
    public function swapIdentifier(string $oldIdentifier, string $newIdentifier, string $instance): bool
    {
        if (! $this->has($oldIdentifier, $instance)) {
            return false;
        }

        if ($oldIdentifier === $newIdentifier) {
            return true;
        }

        $items = $this->getItems($oldIdentifier, $instance);
        $conditions = $this->getConditions($oldIdentifier, $instance);
        $metadata = $this->session->get($this->key($oldIdentifier, $instance, 'metadata'));
        $this->forget($oldIdentifier, $instance);
        $this->forget($newIdentifier, $instance);
        $this->putBoth($newIdentifier, $instance, $items, $conditions);

        if ($metadata !== null) {
            $this->session->put($this->key($newIdentifier, $instance, 'metadata'), $metadata);
        }

        return true;
    }

    private function key(string $identifier, string $instance, string $part): string
    {
        return "{$this->keyPrefix}.{$identifier}.{$instance}.{$part}";
    }

    /**
     * Drops the levels of a path that hold nothing any more, from the innermost outwards, and the prefix with them.
     */
    private function forgetEmpty(string $path): void
    {
        $levels = explode('.', "{$this->keyPrefix}.{$path}");

        while ($levels !== []) {
            $key = implode('.', $levels);

            if (($this->session->get($key) ?? []) !== []) {
                return;
            }

            $this->session->forget($key);
            array_pop($levels);
        }
    }

    /**
     * A level that has nothing of a cart itself may be the first part of names with a dot.
     *
     * @param array<array-key, mixed> $level
     *
     * @return list<string>
     */
    private static function instancesIn(array $level): array
    {
        $instances = [];

        foreach ($level as $name => $below) {
            $below = is_array($below) ? $below : [];
            $deeper = self::instancesIn(array_filter(
                array_diff_key($below, array_flip(self::PARTS)),
                is_array(...),
            ));

            if ($deeper === [] || array_intersect_key($below, array_flip(self::PARTS)) !== []) {
                $instances[] = (string) $name;
            }

            foreach ($deeper as $instance) {
                $instances[] = "{$name}.{$instance}";
            }
        }

        return $instances;
    }
}
