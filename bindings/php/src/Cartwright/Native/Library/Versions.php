<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use Cartwright\Native\Abi;
use Cartwright\Native\CachedValue;
use Cartwright\Native\NativeVersions;
use FFI;
use FFI\CData;

/**
 * Data versions: one call each, in JSON, and cached values as bytes.
 *
 * @internal
 */
trait Versions
{
    private readonly CData $versions;

    private readonly CData $found;

    private readonly CData $permit;

    private readonly CData $permitLength;

    private function makeVersionPlaces(): void
    {
        $this->versions = $this->ffi->new('cw_versions *[1]');
        $this->found = $this->ffi->new('int32_t[1]');
        $this->permit = $this->ffi->new('char *[1]');
        $this->permitLength = $this->ffi->new('size_t[1]');
    }

    /**
     * @param array<string, mixed> $settings as cw_versions_open says
     */
    public function openVersions(array $settings): NativeVersions
    {
        $json = self::object($settings);
        $this->expectOk($this->ffi->cw_versions_open($json, strlen($json), $this->versions, $this->error));

        return new NativeVersions($this, $this->versions[0]);
    }

    public function freeVersions(CData $versions): void
    {
        $this->ffi->cw_versions_free($versions);
    }

    /**
     * @param array<string, mixed> $call with its "op"
     */
    public function callVersions(CData $versions, array $call): mixed
    {
        $json = self::encode($call);
        $this->expectOk($this->ffi->cw_versions_call(
            $versions,
            $json,
            strlen($json),
            Abi::FORMAT_PHP,
            $this->text,
            $this->length,
            $this->error,
        ));

        return $this->takeValue();
    }

    /**
     * @param array<string, string> $captured
     */
    public function lookUpValue(
        CData $versions,
        string $name,
        array $captured,
        ?string $bypass,
        int $waitedMilliseconds,
    ): CachedValue {
        $json = self::encode(['versions' => (object) $captured, 'bypass' => $bypass]);
        $this->expectOk($this->ffi->cw_versions_lookup(
            $versions,
            $name,
            strlen($name),
            $json,
            strlen($json),
            $waitedMilliseconds,
            $this->found,
            $this->text,
            $this->length,
            $this->permit,
            $this->permitLength,
            $this->error,
        ));

        return new CachedValue($this->found[0], $this->takeText(), $this->takePermit());
    }

    public function keepValue(CData $versions, string $permit, string $value, int $freshMs, int $goodMs): bool
    {
        $this->expectOk($this->ffi->cw_versions_keep(
            $versions,
            $permit,
            strlen($permit),
            $value,
            strlen($value),
            $freshMs,
            $goodMs,
            $this->found,
            $this->error,
        ));

        return $this->found[0] === 1;
    }

    public function advanceVersions(CData $versions, int $milliseconds): void
    {
        $this->expectOk($this->ffi->cw_versions_advance($versions, $milliseconds, $this->error));
    }

    private function takePermit(): ?string
    {
        $text = $this->permit[0];

        if ($text === null) {
            return null;
        }

        $length = $this->permitLength[0];

        try {
            return FFI::string($text, $length);
        } finally {
            $this->ffi->cw_text_free($text, $length);
        }
    }
}
