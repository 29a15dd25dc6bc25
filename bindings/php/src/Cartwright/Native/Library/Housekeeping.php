<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use FFI\CData;

/**
 * All carts of an engine: lists, clean-up, what was counted, stored events.
 *
 * @internal
 */
trait Housekeeping
{
    /**
     * @return list<string>
     */
    public function instancesOf(CData $engine, string $identifier): array
    {
        $this->expectOk($this->ffi->cw_engine_instances(
            $engine,
            $identifier,
            strlen($identifier),
            $this->text,
            $this->length,
            $this->error,
        ));

        return $this->takeJson();
    }

    /**
     * @return list<string> the instances that were removed
     */
    public function forgetIdentifier(CData $engine, string $identifier): array
    {
        $this->expectOk($this->ffi->cw_engine_forget(
            $engine,
            $identifier,
            strlen($identifier),
            $this->text,
            $this->length,
            $this->error,
        ));

        return $this->takeJson();
    }

    /**
     * @param array<string, mixed> $query as cw_engine_carts says
     *
     * @return list<array{identifier: string, instance: string, identity: array{incarnation: string, version: int},
     *     updated_at: int}>
     */
    public function listCarts(CData $engine, array $query): array
    {
        $json = self::object($query);
        $this->expectOk(
            $this->ffi->cw_engine_carts($engine, $json, strlen($json), $this->text, $this->length, $this->error),
        );

        return $this->takeJson();
    }

    /**
     * @param array<string, mixed> $query as cw_engine_prune says
     *
     * @return array{found: int, removed: int, kept: int, after: array{identifier: string, instance: string}|null}
     */
    public function pruneCarts(CData $engine, array $query): array
    {
        $json = self::object($query);
        $this->expectOk(
            $this->ffi->cw_engine_prune($engine, $json, strlen($json), $this->text, $this->length, $this->error),
        );

        return $this->takeJson();
    }

    /**
     * @return array<string, mixed> as cw_engine_metrics says
     */
    public function metrics(CData $engine): array
    {
        $this->expectOk($this->ffi->cw_engine_metrics($engine, $this->text, $this->length, $this->error));

        return $this->takeJson();
    }

    public function clearMetrics(CData $engine): void
    {
        $this->expectOk($this->ffi->cw_engine_clear_metrics($engine, $this->error));
    }

    /**
     * @param int $counted one of Abi::COUNTED_*
     */
    public function countInMetrics(CData $engine, int $counted): void
    {
        $this->expectOk($this->ffi->cw_engine_count($engine, $counted, $this->error));
    }

    /**
     * @return list<array{sequence: int, event: array<string, mixed>}>
     */
    public function outbox(CData $engine, int $after, int $limit): array
    {
        $this->expectOk(
            $this->ffi->cw_engine_outbox($engine, $after, $limit, $this->text, $this->length, $this->error),
        );

        return $this->takeJson();
    }

    public function acknowledge(CData $engine, int $through): void
    {
        $this->expectOk($this->ffi->cw_engine_acknowledge($engine, $through, $this->error));
    }
}
