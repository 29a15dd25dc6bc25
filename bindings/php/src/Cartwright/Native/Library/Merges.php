<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use Cartwright\Native\Abi;
use Cartwright\Native\NativeMergePlan;
use Cartwright\Native\NativeResult;
use FFI\CData;

/**
 * Two carts become one.
 *
 * @internal
 */
trait Merges
{
    private readonly CData $plan;

    private function makeMergePlaces(): void
    {
        $this->plan = $this->ffi->new('cw_merge_plan *[1]');
    }

    /**
     * @param array{string, string} $target identifier and instance of the cart that takes the other one in
     * @param array{string, string} $source those of the cart that is taken in
     * @param int $strategy one of Abi::MERGE_*
     */
    public function planMerge(CData $engine, array $target, array $source, int $strategy): NativeMergePlan
    {
        $this->expectOk($this->ffi->cw_engine_plan_merge(
            $engine,
            $target[0],
            strlen($target[0]),
            $target[1],
            strlen($target[1]),
            $source[0],
            strlen($source[0]),
            $source[1],
            strlen($source[1]),
            $strategy,
            $this->plan,
            $this->error,
        ));

        return new NativeMergePlan($this, $this->plan[0]);
    }

    public function freeMergePlan(CData $plan): void
    {
        $this->ffi->cw_merge_plan_free($plan);
    }

    /**
     * @return list<array<string, mixed>>
     */
    public function conflictsOfPlan(CData $plan): array
    {
        $this->expectOk(
            $this->ffi->cw_merge_plan_conflicts($plan, Abi::FORMAT_PHP, $this->text, $this->length, $this->error),
        );

        return $this->takeValue();
    }

    /**
     * @return array{target: array{incarnation: string, version: int}|null,
     *     source: array{incarnation: string, version: int}|null, is_nothing: bool}
     */
    public function identitiesOfPlan(CData $plan): array
    {
        $this->expectOk($this->ffi->cw_merge_plan_identities($plan, $this->text, $this->length, $this->error));

        return $this->takeJson();
    }

    /**
     * @param array<string, array<string, mixed>> $resolutions by line
     */
    public function commitMerge(CData $engine, CData $plan, array $resolutions): ?NativeResult
    {
        $json = self::object($resolutions);
        $this->expectOk(
            $this->ffi->cw_engine_commit_merge($engine, $plan, $json, strlen($json), $this->result, $this->error),
        );

        return $this->takeResult();
    }

    /**
     * @param array{string, string} $target identifier and instance
     * @param array{string, string} $source identifier and instance
     */
    public function mergeInEngine(CData $engine, array $target, array $source, int $strategy): ?NativeResult
    {
        $this->expectOk($this->ffi->cw_engine_merge(
            $engine,
            $target[0],
            strlen($target[0]),
            $target[1],
            strlen($target[1]),
            $source[0],
            strlen($source[0]),
            $source[1],
            strlen($source[1]),
            $strategy,
            $this->result,
            $this->error,
        ));

        return $this->takeResult();
    }

    /**
     * @return list<array<string, mixed>>
     */
    public function conflictsOfCarts(CData $cart, CData $other, int $strategy): array
    {
        $this->expectOk($this->ffi->cw_cart_conflicts(
            $cart,
            $other,
            $strategy,
            Abi::FORMAT_PHP,
            $this->text,
            $this->length,
            $this->error,
        ));

        return $this->takeValue();
    }

    /**
     * @param array<string, array<string, mixed>> $resolutions by line
     */
    public function mergeCarts(CData $cart, CData $other, int $strategy, array $resolutions): ?NativeResult
    {
        $json = self::object($resolutions);
        $this->expectOk($this->ffi->cw_cart_merge(
            $cart,
            $other,
            $strategy,
            $json,
            strlen($json),
            $this->result,
            $this->error,
        ));

        return $this->takeResult();
    }
}
