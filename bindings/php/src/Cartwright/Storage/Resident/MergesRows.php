<?php

declare(strict_types=1);

namespace Cartwright\Storage\Resident;

use Cartwright\Config\CartLimits;
use Cartwright\Config\CartSwitches;
use Cartwright\Merge\MergeResult;
use Cartwright\Merge\MergeStrategy;
use Cartwright\Merge\Resolutions;
use Cartwright\Native\Library;
use Cartwright\Native\NativeCart;
use Cartwright\Storage\Backoff;
use Cartwright\Storage\RuleFacts;
use Cartwright\Storage\RulesPlace;
use Cartwright\Storage\StoredCart;
use Cartwright\Storage\VersionedStorage;
use Closure;
use MasyukAI\Cart\Exceptions\CartConflictException;
use Throwable;

/**
 * One merge of two carts of a versioned storage, in one transaction: both are locked, the target is stored, the source
 * is deleted.
 *
 * @internal
 */
final class MergesRows
{
    public function __construct(
        private readonly VersionedStorage $storage,
        private readonly string $target,
        private readonly string $source,
        private readonly string $instance,
        private readonly MergeStrategy $strategy,
        private readonly ?Closure $decide,
        private readonly Backoff $backoff,
    ) {
    }

    /**
     * @throws CartConflictException if others were faster every time
     */
    public function run(): MergeResult
    {
        if ($this->storage->inHostTransaction()) {
            return $this->storage->nested($this->attempt(...))
                ?? $this->storage->nested($this->attempt(...))
                ?? throw $this->conflict();
        }

        $begun = $this->backoff->now();

        for ($attempt = 1; ; $attempt++) {
            try {
                $done = $this->storage->queued($this->attempt(...));
            } catch (Throwable $failure) {
                if (! $this->storage->mayRetry($failure) || ! $this->backoff->allows($attempt + 1, $begun)) {
                    throw $failure;
                }

                $this->backoff->pause($attempt);

                continue;
            }

            if ($done !== null || ! $this->backoff->allows($attempt + 1, $begun)) {
                return $done ?? throw $this->conflict();
            }
        }
    }

    /**
     * @return MergeResult|null null if the target was made by somebody else meanwhile; nothing is stored then
     */
    private function attempt(): ?MergeResult
    {
        [$target, $source] = $this->locked();
        $into = self::loaded($target);
        $from = self::loaded($source);
        $resolutions = Resolutions::of($into, $from, $this->strategy, $this->decide);
        $merged = $into->merge($from, $this->strategy->forEngine(), $resolutions);
        $result = MergeResult::of(
            $this->target,
            $this->source,
            $this->instance,
            $this->strategy->value,
            $merged?->changes() ?? [],
        );

        if (! $result->merged) {
            return $result;
        }

        $this->followRules($into, [$target->metadata, $source->metadata]);
        $columns = $into->pendingColumns();

        if ($columns !== []) {
            $stored = $this->storage->commit($this->target, $this->instance, $target->identity, $columns);

            if ($stored === null) {
                return null;
            }
        }

        $this->storage->forget($this->source, $this->instance);

        return $result;
    }

    /**
     * Both carts, each waited for. Two merges of the same two carts lock them in the same order, whoever is the target.
     *
     * @return array{StoredCart, StoredCart} target and source
     */
    private function locked(): array
    {
        $locked = [];
        $order = [$this->target, $this->source];
        sort($order, SORT_STRING);

        foreach ($order as $identifier) {
            $locked[$identifier] = $this->storage->readLocking($identifier, $this->instance);
        }

        return [$locked[$this->target], $locked[$this->source]];
    }

    private static function loaded(StoredCart $stored): NativeCart
    {
        $cart = Library::instance()->newCart();
        CartLimits::current()->applyTo($cart);
        CartSwitches::current()->applyTo($cart);
        $cart->load($stored->items, $stored->conditions, $stored->metadata);

        return $cart;
    }

    /**
     * What the rules of both carts say of the items that are together now.
     *
     * @param list<?string> $columns in which the rules stand
     */
    private function followRules(NativeCart $cart, array $columns): void
    {
        $rules = implode('', $columns);

        if (str_contains($rules, RulesPlace::KEY)) {
            $cart->apply(RuleFacts::evaluation($rules));
        }
    }

    private function conflict(): CartConflictException
    {
        $version = $this->storage->read($this->target, $this->instance)->identity?->version ?? 0;

        return new CartConflictException(
            'Cart was modified by another request during both items and conditions update',
            0,
            $version,
        );
    }
}
