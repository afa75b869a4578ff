import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { readSettings, variableOf } from './settings.js';

class Example {
  @IsInt()
  @Min(0)
  @Max(65535)
  port: number = 8080;

  @IsString()
  dataFolder: string = './data';

  @IsBoolean()
  live: boolean = true;

  @IsOptional()
  @IsIn(['open', 'closed'])
  mode?: string;
}

describe('settings', () => {
  it('given nothing, when settings are read, then the defaults stand', () => {
    expect(readSettings(Example, { env: { VILFREDO_PORT: '' } })).toEqual({
      port: 8080,
      dataFolder: './data',
      live: true,
    });
  });

  it('given variables, when settings are read, then they are taken in the type of their property', () => {
    const env = {
      VILFREDO_PORT: ' 9000 ',
      VILFREDO_DATA_FOLDER: '/srv/data',
      VILFREDO_LIVE: 'no',
      VILFREDO_MODE: 'open',
    };
    expect(readSettings(Example, { env })).toEqual({ port: 9000, dataFolder: '/srv/data', live: false, mode: 'open' });
  });

  it('given an option and a variable, when settings are read, then the option wins', () => {
    expect(readSettings(Example, { env: { VILFREDO_PORT: '9000' }, overrides: { port: '9001' } }).port).toBe(9001);
  });

  it('given several wrong ones, when settings are read, then one message names each as it was given, and no value', () => {
    const env = { VILFREDO_PORT: '87654321', VILFREDO_MODE: 'half-secret', VILFREDO_LIVE: 'true' };
    const read = () => readSettings(Example, { env, overrides: { live: 'perhaps' } });
    expect(read).toThrow(expect.objectContaining({ name: 'Failure', kind: 'invalid' }));
    expect(read).toThrow(/VILFREDO_PORT must not be greater than 65535/);
    expect(read).toThrow(/VILFREDO_MODE must be one of/);
    expect(read).toThrow(/--live must be a boolean/);
    expect(read).not.toThrow(/87654321|half-secret|perhaps/);
  });

  it.each(['8080x', '0x50', '1e3', 'NaN', '80 80'])(
    'given the port %p, when settings are read, then it is refused',
    (port) => {
      expect(() => readSettings(Example, { env: { VILFREDO_PORT: port } })).toThrow(/VILFREDO_PORT/);
    },
  );

  it('given a property in camel case, when its variable is asked for, then it is in capitals with underscores', () => {
    expect(variableOf('dataFolder')).toBe('VILFREDO_DATA_FOLDER');
  });
});
