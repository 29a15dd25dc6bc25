<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use ReflectionMethod;
use ReflectionParameter;
use ReflectionType;
use UnitEnum;

/**
 * A method as it is written: `name(Type $parameter = default): Type`.
 */
final class Signature
{
    /**
     * @param callable(ReflectionType): string $type how a type is written
     */
    public static function of(ReflectionMethod $method, callable $type): string
    {
        $result = $method->getReturnType();

        return self::call($method, $type) . ($result === null ? '' : ": {$type($result)}");
    }

    /**
     * Without what comes out.
     *
     * @param callable(ReflectionType): string $type
     */
    public static function call(ReflectionMethod $method, callable $type): string
    {
        $parameters = array_map(
            static fn (ReflectionParameter $parameter): string => self::parameter($parameter, $type),
            $method->getParameters(),
        );

        return "{$method->name}(" . implode(', ', $parameters) . ')';
    }

    /**
     * With the names of classes as `use` lets them be written. PHP's own order of alternatives stays, so that all versions
     * write the same.
     */
    public static function short(ReflectionType $type): string
    {
        return (string) preg_replace('/[\w\\\\]*\\\\(?=\w)/', '', (string) $type);
    }

    /**
     * With the whole names of classes, each from the root.
     */
    public static function whole(ReflectionType $type): string
    {
        return (string) preg_replace('/(?<![\\\\\w])(?=[A-Z])/', '\\\\', (string) $type);
    }

    private static function parameter(ReflectionParameter $parameter, callable $type): string
    {
        $written = $parameter->hasType() ? "{$type($parameter->getType())} " : '';
        $written .= ($parameter->isVariadic() ? '...' : '') . "\${$parameter->name}";

        return $parameter->isDefaultValueAvailable() ? "{$written} = " . self::value($parameter->getDefaultValue()) : $written;
    }

    private static function value(mixed $value): string
    {
        return match (true) {
            $value === null => 'null',
            $value === [] => '[]',
            $value instanceof UnitEnum => class_basename($value) . "::{$value->name}",
            default => var_export($value, true),
        };
    }
}
