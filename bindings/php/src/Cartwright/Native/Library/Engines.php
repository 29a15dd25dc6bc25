<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use Cartwright\Native\NativeCart;
use Cartwright\Native\NativeEngine;
use FFI\CData;
use SensitiveParameter;

/**
 * Engines: carts in a store of the library's own.
 *
 * @internal
 */
trait Engines
{
    private readonly CData $engine;

    private readonly CData $flag;

    private function makeEnginePlaces(): void
    {
        $this->engine = $this->ffi->new('cw_engine *[1]');
        $this->flag = $this->ffi->new('int32_t[1]');
    }

    /**
     * @param array<string, mixed> $settings as cw_engine_open says
     */
    public function openEngine(#[SensitiveParameter] array $settings): NativeEngine
    {
        $json = self::object($settings);
        $this->expectOk($this->ffi->cw_engine_open($json, strlen($json), $this->engine, $this->error));

        return new NativeEngine($this, $this->engine[0]);
    }

    public function freeEngine(CData $engine): void
    {
        $this->ffi->cw_engine_free($engine);
    }

    /**
     * @param array<string, int> $zones seconds east of UTC by name
     */
    public function setEngineZones(CData $engine, array $zones): void
    {
        $json = self::object($zones);
        $this->expectOk($this->ffi->cw_engine_set_zones($engine, $json, strlen($json), $this->error));
    }

    public function cartOfEngine(CData $engine, string $identifier, string $instance): NativeCart
    {
        $this->expectOk($this->ffi->cw_engine_cart(
            $engine,
            $identifier,
            strlen($identifier),
            $instance,
            strlen($instance),
            $this->cart,
            $this->error,
        ));

        return new NativeCart($this, $this->cart[0]);
    }

    public function engineHas(CData $engine, string $identifier, string $instance): bool
    {
        $this->expectOk($this->ffi->cw_engine_has(
            $engine,
            $identifier,
            strlen($identifier),
            $instance,
            strlen($instance),
            $this->flag,
            $this->error,
        ));

        return $this->flag[0] === 1;
    }

    public function swapCarts(
        CData $engine,
        string $fromIdentifier,
        string $fromInstance,
        string $toIdentifier,
        string $toInstance,
    ): bool {
        $this->expectOk($this->ffi->cw_engine_swap(
            $engine,
            $fromIdentifier,
            strlen($fromIdentifier),
            $fromInstance,
            strlen($fromInstance),
            $toIdentifier,
            strlen($toIdentifier),
            $toInstance,
            strlen($toInstance),
            $this->flag,
            $this->error,
        ));

        return $this->flag[0] === 1;
    }
}
