<?php

declare(strict_types=1);

namespace Cartwright\Native;

use MasyukAI\Cart\Exceptions\CartConflictException;
use SensitiveParameter;

/**
 * Carts in a store of the library's own; closed with this object, while its carts go on.
 *
 * @internal
 */
final class NativeEngine
{
    use Handle;

    private const NAME = 'A native engine';

    /** @var array<string, int> what the library was told */
    private array $zones = [];

    /**
     * @param object $handle what the library knows the engine by
     */
    public function __construct(private readonly Library $library, private readonly object $handle)
    {
    }

    /**
     * Its store is opened when it is first used.
     *
     * @param array<string, mixed> $settings "store": "memory", "sqlite:PATH", "sqlite-own:PATH" or
     *     "redis://HOST:PORT"; the others are written at cw_engine_open
     */
    public static function open(#[SensitiveParameter] array $settings): self
    {
        return Library::instance()->openEngine($settings);
    }

    public function __destruct()
    {
        $this->library->freeEngine($this->handle);
    }

    /**
     * What names of time zones mean in rules, in the place of what was said before.
     *
     * @param array<string, int> $zones seconds east of UTC as of now, by name
     */
    public function setZones(array $zones): void
    {
        $this->library->setEngineZones($this->handle, $zones);
        $this->zones = $zones;
    }

    /**
     * The same, but of names that are not given it keeps what was said before.
     *
     * @param array<string, int> $zones
     */
    public function knowZones(array $zones): void
    {
        if (array_diff_assoc($zones, $this->zones) !== []) {
            $this->setZones($zones + $this->zones);
        }
    }

    /**
     * A cart of which each change is stored before the call returns. Nothing is read before it is used.
     */
    public function cart(string $identifier, string $instance = 'default'): NativeCart
    {
        return $this->library->cartOfEngine($this->handle, $identifier, $instance);
    }

    /**
     * Whether there is a cart, even one with metadata only.
     */
    public function has(string $identifier, string $instance = 'default'): bool
    {
        return $this->library->engineHas($this->handle, $identifier, $instance);
    }

    /**
     * Gives a cart to another key, in the place of the cart there; whether there was one to give.
     */
    public function swap(
        string $fromIdentifier,
        string $toIdentifier,
        string $fromInstance = 'default',
        string $toInstance = 'default',
    ): bool {
        return $this->library->swapCarts($this->handle, $fromIdentifier, $fromInstance, $toIdentifier, $toInstance);
    }

    /**
     * @return list<string>
     */
    public function instances(string $identifier): array
    {
        return $this->library->instancesOf($this->handle, $identifier);
    }

    /**
     * Removes every cart of an identifier.
     *
     * @return list<string> the instances that were removed
     */
    public function forget(string $identifier): array
    {
        return $this->library->forgetIdentifier($this->handle, $identifier);
    }

    /**
     * Carts in the order of their keys.
     *
     * @param array<string, mixed> $query "limit", "after" with "identifier" and "instance", "idle_seconds"
     *
     * @return list<array{identifier: string, instance: string, identity: array{incarnation: string, version: int},
     *     updated_at: int}>
     */
    public function carts(array $query = []): array
    {
        return $this->library->listCarts($this->handle, $query);
    }

    /**
     * Removes one batch of the carts that nobody has changed for long; again with the "after" that it answers.
     *
     * @param array<string, mixed> $query "idle_seconds", "batch", "dry_run", "after"
     *
     * @return array{found: int, removed: int, kept: int, after: array{identifier: string, instance: string}|null}
     */
    public function prune(array $query = []): array
    {
        return $this->library->pruneCarts($this->handle, $query);
    }

    /**
     * @param array{string, string} $target identifier and instance of the cart that takes the other one in
     * @param array{string, string} $source those of the cart that is taken in
     * @param int $strategy one of Abi::MERGE_*, for items that nobody decides
     */
    public function planMerge(array $target, array $source, int $strategy): NativeMergePlan
    {
        return $this->library->planMerge($this->handle, $target, $source, $strategy);
    }

    /**
     * Does what was planned, if both carts still are what they were; null if there was nothing to take in.
     *
     * @param array<string, array<string, mixed>> $resolutions what was decided, by line
     *
     * @throws CartConflictException if either cart has changed since: make a new plan
     */
    public function commitMerge(NativeMergePlan $plan, array $resolutions = []): ?NativeResult
    {
        return $this->library->commitMerge($this->handle, $plan->handle(), $resolutions);
    }

    /**
     * Takes one cart into another and removes it; null if there was nothing to take in.
     *
     * @param array{string, string} $target identifier and instance
     * @param array{string, string} $source identifier and instance
     */
    public function merge(array $target, array $source, int $strategy): ?NativeResult
    {
        return $this->library->mergeInEngine($this->handle, $target, $source, $strategy);
    }

    /**
     * What was counted since the engine was opened or told to begin anew.
     *
     * @return array<string, mixed>
     */
    public function metrics(): array
    {
        return $this->library->metrics($this->handle);
    }

    public function clearMetrics(): void
    {
        $this->library->clearMetrics($this->handle);
    }

    /**
     * @param int $counted one of Abi::COUNTED_*, what the shop knows and the engine does not
     */
    public function count(int $counted): void
    {
        $this->library->countInMetrics($this->handle, $counted);
    }

    /**
     * Events that were stored with what they tell of.
     *
     * @return list<array{sequence: int, event: array<string, mixed>}>
     */
    public function outbox(int $after = 0, int $limit = 1000): array
    {
        return $this->library->outbox($this->handle, $after, $limit);
    }

    /**
     * Removes stored events up to this one.
     */
    public function acknowledge(int $through): void
    {
        $this->library->acknowledge($this->handle, $through);
    }
}
