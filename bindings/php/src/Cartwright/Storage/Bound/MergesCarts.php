<?php

declare(strict_types=1);

namespace Cartwright\Storage\Bound;

use Cartwright\Exceptions\StoreBusyException;
use Cartwright\Merge\MergeResult;
use Cartwright\Merge\MergeStrategy;
use Cartwright\Merge\Resolutions;
use Cartwright\Native\NativeEngine;
use Cartwright\Native\NativeResult;
use Cartwright\Storage\Backoff;
use Cartwright\Storage\HeldCart;
use Closure;
use LogicException;
use MasyukAI\Cart\Exceptions\CartConflictException;

/**
 * Takes one cart of an engine's store into another: the engine stores the one and removes the other in one commit.
 *
 * @internal
 */
trait MergesCarts
{
    public function mergeFrom(HeldCart $source, MergeStrategy $strategy, ?Closure $decide = null): MergeResult
    {
        if (! $source instanceof self || $source->storage !== $this->storage) {
            throw new LogicException('Only carts of the same storage can be merged in one step');
        }

        // The engine judges the rules of both in the commit of the merge, as in that of each change of items.
        $this->prepareRules($this->cart());
        $source->prepareRules($source->cart());
        $mayHaveRules = $this->rules !== null || $source->rules !== null;
        $engine = $this->storage->engine();
        $into = [$this->identifier, $this->instance];
        $from = [$source->identifier, $source->instance];

        try {
            $merged = $decide === null
                ? $engine->merge($into, $from, $strategy->forEngine())
                : self::decided($engine, $into, $from, $strategy, $decide);
        } finally {
            $this->forget();
            $source->forget();
        }

        $changes = $merged?->changes() ?? [];
        $result = MergeResult::of($this->identifier, $source->identifier, $this->instance, $strategy->value, $changes);

        if ($result->merged && self::areRulesLeftToJudge($changes, $mayHaveRules)) {
            $this->evaluate();
        }

        return $result;
    }

    /**
     * Asks again if either cart has changed meanwhile.
     *
     * @param array{string, string} $into
     * @param array{string, string} $from
     */
    private static function decided(
        NativeEngine $engine,
        array $into,
        array $from,
        MergeStrategy $strategy,
        Closure $decide,
    ): ?NativeResult {
        $backoff = new Backoff();
        $begun = $backoff->now();

        for ($attempt = 1; ; $attempt++) {
            try {
                $plan = $engine->planMerge($into, $from, $strategy->forEngine());

                return $engine->commitMerge($plan, Resolutions::among($plan->conflicts(), $decide));
            } catch (CartConflictException|StoreBusyException $failure) {
                if (! $backoff->allows($attempt + 1, $begun)) {
                    throw $failure;
                }

                $backoff->pause($attempt);
            }
        }
    }
}
