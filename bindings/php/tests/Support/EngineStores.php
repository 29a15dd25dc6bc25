<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Cartwright\Native\NativeEngine;
use RuntimeException;

/**
 * The stores of the library's own, each empty when a test begins.
 */
trait EngineStores
{
    /** The database file of this test. */
    private string $file;

    protected function setUp(): void
    {
        parent::setUp();
        $this->file = tempnam(sys_get_temp_dir(), 'carts-') ?: throw new RuntimeException('There is no place for files');
    }

    protected function tearDown(): void
    {
        array_map(unlink(...), (array) glob("{$this->file}*"));
        parent::tearDown();
    }

    public static function stores(): array
    {
        return ['memory' => ['memory'], ...self::files()];
    }

    public static function files(): array
    {
        return ['the table of the package' => ['sqlite'], 'a row per item' => ['sqlite-own']];
    }

    private function store(string $store): string
    {
        return $store === 'memory' ? $store : "{$store}:{$this->file}";
    }

    /**
     * @param array<string, mixed> $settings
     */
    private function engine(string $store, array $settings = []): NativeEngine
    {
        return NativeEngine::open(['store' => $this->store($store)] + $settings);
    }
}
