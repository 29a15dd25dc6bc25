<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Illuminate\Contracts\Config\Repository;
use Illuminate\Contracts\Container\Container;

/**
 * Settings with their types. A file that was published by the original hands over what stands in the environment as it
 * is: text.
 *
 * @internal
 */
final readonly class Settings
{
    private function __construct(private Repository $config)
    {
    }

    public static function of(Container $app): self
    {
        return new self($app->make('config'));
    }

    public function text(string $key, string $default): string
    {
        $value = $this->config->get($key);

        return is_scalar($value) && $value !== '' ? (string) $value : $default;
    }

    public function integer(string $key, int $default): int
    {
        $value = $this->config->get($key);

        return is_numeric($value) ? (int) $value : $default;
    }

    public function number(string $key, float $default): float
    {
        $value = $this->config->get($key);

        return is_numeric($value) ? (float) $value : $default;
    }

    public function switch(string $key, bool $default): bool
    {
        $value = $this->config->get($key);

        return $value === null ? $default : filter_var($value, FILTER_VALIDATE_BOOLEAN);
    }
}
