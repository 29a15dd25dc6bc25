<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use Cartwright\Native\Abi;
use Cartwright\Native\NativeResult;
use Cartwright\Native\ResultSummary;
use FFI;
use FFI\CData;

/**
 * What changes did.
 *
 * @internal
 */
trait Results
{
    private readonly CData $result;

    private readonly CData $summary;

    private readonly CData $summaryAt;

    private function makeResultPlaces(): void
    {
        $this->result = $this->ffi->new('cw_result *[1]');
        $this->summary = $this->ffi->new('cw_result_summary');
        $this->summaryAt = FFI::addr($this->summary);
    }

    /**
     * What the last change of a cart did; null if there was none, or it was refused.
     */
    public function lastResult(CData $cart): ?NativeResult
    {
        $this->expectOk($this->ffi->cw_cart_result($cart, $this->result, $this->error));

        return $this->takeResult();
    }

    public function freeResult(CData $result): void
    {
        $this->ffi->cw_result_free($result);
    }

    public function summaryOf(CData $result): ResultSummary
    {
        $this->expectOk($this->ffi->cw_result_summary_of($result, $this->summaryAt, $this->error));
        $summary = $this->summary;

        return new ResultSummary(
            $summary->changes,
            $summary->events,
            $summary->differs === 1,
            $summary->attempts,
            $summary->version_before,
            $summary->version_after,
        );
    }

    /**
     * @return list<array<string, mixed>>
     */
    public function changesOf(CData $result): array
    {
        $this->expectOk(
            $this->ffi->cw_result_changes($result, Abi::FORMAT_PHP, $this->text, $this->length, $this->error),
        );

        return $this->takeValue();
    }

    /**
     * @return list<array<string, mixed>>
     */
    public function eventsOf(CData $result): array
    {
        $this->expectOk(
            $this->ffi->cw_result_events($result, Abi::FORMAT_PHP, $this->text, $this->length, $this->error),
        );

        return $this->takeValue();
    }

    private function takeResult(): ?NativeResult
    {
        $result = $this->result[0];

        return $result === null ? null : new NativeResult($this, $result);
    }
}
